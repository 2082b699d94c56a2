/** A short sample of `npm run fuzz`. */
import { expect, it } from 'vitest'
import { fuzzKinds } from './fuzz-kinds.ts'
import { faultOf } from './fuzz-one.ts'

it.each(fuzzKinds)('%s, almost right: read or refused in a fixed form', async (kind) => {
  const faults: string[] = []
  for (let n = 0; n < 40; n++) {
    const fault = await faultOf(kind, 11, n)
    if (fault) faults.push(`${n}: ${fault}`)
  }
  expect(faults).toEqual([])
})
