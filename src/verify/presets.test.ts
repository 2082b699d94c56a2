/** Verdicts agree with the real thing: every preset's reference solution passes in the real sandboxes, and each of its known wrong answers fails. */
import { afterAll, describe, expect, it } from 'vitest'
import { languageOf } from '../problems/problem.ts'
import { loadPresets, setOf } from '../problems/sets.ts'
import { wrongAnswers } from '../problems/sets/wrong.testing.ts'
import { createThreadJudge } from './node.ts'

const all = await loadPresets()
const judge = createThreadJudge()
afterAll(() => judge.dispose())

/** The bundled families have many readings: the solutions of the others are wrong answers of each. */
const wrongOf = (id: string): readonly string[] => {
  const preset = all.find((each) => each.id === id)!
  return (
    wrongAnswers[id] ??
    all.filter((other) => other.id !== id && setOf(other) === setOf(preset)).map((other) => other.solution!)
  )
}
const python = all.filter(({ program }) => languageOf(program) === 'python')
const others = all.filter((preset) => !python.includes(preset))

describe.each([
  ['Python', python],
  ['JavaScript, answers and calls', others],
] as const)('presets in %s', (_, presets) => {
  it.each(presets)('$id', async (preset) => {
    const { verdict } = await judge.judge(preset, preset.solution!)
    expect(verdict, verdict.feedback).toMatchObject({ status: 'passed', reward: 1 })
    const wrong = wrongOf(preset.id)
    expect(wrong.length).toBeGreaterThanOrEqual(5)
    for (const answer of wrong) {
      const { verdict } = await judge.judge(preset, answer)
      expect(verdict.status, answer).not.toBe('passed')
      expect(verdict.reward, answer).toBe(0)
      expect(verdict.feedback, answer).not.toBe('')
    }
  })
})
