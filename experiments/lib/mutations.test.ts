/** Variants of the cases that mean the same are judged by the same program, tests and rules. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readPasted } from '../../src/authoring/paste/read.ts'
import { readDraft } from '../../src/authoring/read-draft.ts'
import { readCases } from './cases.ts'
import { variantsOf } from './mutations.ts'

const folder = new URL('../../cases/', import.meta.url)
const files = readdirSync(folder).filter((name) => /^[ap].*\.txt$/.test(name))

/** All that a verdict depends on; what keeps a paste from being a problem, where something does. */
function judging(text: string): unknown {
  const { problem, complaints } = readDraft(readPasted(text).draft, 'variant')
  return problem
    ? { program: problem.program, tests: problem.tests, compare: problem.compare, limits: problem.limits }
    : complaints.map(({ message }) => message)
}

describe('a case keeps its judging in 20 variants', () => {
  it.each(files)('%s', (name) => {
    const { pasted } = readCases(readFileSync(new URL(name, folder), 'utf8'))
    const before = judging(pasted)
    for (const { names, text } of variantsOf(pasted, 20, 7))
      expect(judging(text), names.join(', ')).toEqual(before)
  })
})
