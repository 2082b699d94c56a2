/** What the training data calls feedback is, to the letter, what the judge says in a run. */
import { afterAll, describe, expect, it } from 'vitest'
import { drawReading } from '../../src/problems/tickets/choices.ts'
import { encode } from './tickets/encode.ts'
import { sameJson } from '../../src/problems/families/outcome.ts'
import { leetcodeFeedback } from '../../src/problems/families/leetcode.ts'
import { reportFeedback } from '../../src/problems/families/report.ts'
import { problemOf } from '../../src/problems/tickets/drawn.ts'
import { drawProblem } from './tickets/samples.ts'
import { idOf, specialTokens } from './tickets/vocabulary.ts'
import { presets } from '../../src/problems/presets.ts'
import { Rng } from '../../src/rng.ts'
import { createLocalJudge } from '../../src/verify/local.ts'

const judge = createLocalJudge()
afterAll(() => judge.dispose())

describe.each(['lists', 'records'] as const)('%s', (name) => {
  it('judge and training data tell the same failing test in the same words', async () => {
    const rng = Rng.of(51, name, 'judge')
    let told = 0
    for (let i = 0; i < 60; i++) {
      const drawn = drawProblem(rng, name, 'train', 'uniform')
      const { family, ticket, truth, tests } = drawn
      const attempt = drawReading(rng, ticket.sizes, 'usual')
      const problem = problemOf(drawn, { id: 'x', title: 'x' })
      const failing = tests
        .map((test) => ({ test, outcome: family.run(ticket, truth, attempt, test) }))
        .filter(({ test, outcome }) => !('value' in outcome && sameJson(outcome.value, test.expected)))
      const pick = failing.length > 0 ? rng.below(failing.length) : 0
      const { verdict } = await judge.judge(problem, family.code(ticket, attempt), { pick: () => pick })
      expect(verdict.reward).toBe(failing.length === 0 ? 1 : 0)
      expect(verdict.passedTests).toBe(tests.length - failing.length)
      if (failing.length === 0) continue
      told++
      const { test, outcome } = failing[pick]!
      expect(verdict.feedback).toBe(
        name === 'lists' ? leetcodeFeedback(test, outcome) : reportFeedback(test, outcome, problem.report),
      )
    }
    expect(told).toBeGreaterThan(30)
  })

  it('broken programs are told in words that the model has', async () => {
    const preset = presets.find((candidate) => candidate.family === name)!
    const start = preset.solution!.slice(0, preset.solution!.lastIndexOf(')'))
    for (const code of [
      start,
      '',
      ')',
      `${preset.solution}.length.reverse()`,
      `${preset.solution}.at(9).at(0)`,
      'i',
      'rows',
      'xs',
      `${preset.solution!}${preset.solution!}`,
    ]) {
      const { verdict } = await judge.judge(preset, code, { pick: () => 0, truncated: code === start })
      expect(verdict.reward).toBe(0)
      expect(verdict.feedback).not.toBe('')
      expect(encode(verdict.feedback), `${code}: ${verdict.feedback}`).not.toContain(
        idOf(specialTokens.unknown),
      )
    }
  })
})

it('every preset is solved by its solution in the sandbox', async () => {
  for (const preset of presets)
    expect((await judge.judge(preset, preset.solution!)).verdict, preset.id).toMatchObject({
      reward: 1,
      feedback: '',
    })
})
