/** A sample of `npm run outlook`: the line before a run, and the run, on two problems of the bundled model; and all of them as problems. */
import { expect, it } from 'vitest'
import { defaultRunConfig } from '../../src/sdpo/config.ts'
import { openHeadless } from './headless.ts'
import { outlookCases, problemOfCase, wayOf } from './outlook-cases.ts'

const config = { ...defaultRunConfig, budget: 32 }

it('are 28, eight of them fresh, each a problem once it is pasted', async () => {
  expect(new Set(outlookCases.map(({ id }) => id)).size).toBe(28)
  expect(outlookCases.filter(({ fresh }) => fresh)).toHaveLength(8)
  for (const given of outlookCases) expect((await problemOfCase(given)).statement).not.toBe('')
})

it.each([
  ['turned', 'green', 'pass'],
  ['own-words', 'red', 'none'],
])('%s is %s before the run, and so it goes', async (id, colour, expects) => {
  const lab = openHeadless({ threads: 1, adapter: config.adapter })
  const { outlook, agrees } = await wayOf(
    lab,
    outlookCases.find((given) => given.id === id)!,
    config,
  )
  expect([outlook.colour, outlook.expects, agrees]).toEqual([colour, expects, true])
  await lab.model.dispose()
})
