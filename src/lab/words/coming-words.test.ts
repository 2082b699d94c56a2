import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { arms, planOf } from '../../sdpo/arms.ts'
import { defaultRunConfig, type Arm, type RunConfig } from '../../sdpo/config.ts'
import { scoredAttempt } from '../run/attempt.testing.ts'
import { readRecording } from '../run/recording.ts'
import { RunLog } from '../run/run-log.ts'
import { sessionOf } from '../run/session.ts'
import { attemptOf } from '../run/view.ts'
import { comingWords } from './coming-words.ts'

const scored = scoredAttempt(RunLog.of(sampleRun({ steps: 1 })).view(99), 1)
const view = RunLog.of(sampleRun({ steps: 1 })).view(99)
const verdictOf = (passed: boolean, feedback: string) => ({
  ...scored.verdict,
  reward: passed ? 1 : 0,
  feedback,
})
/** What is said of the first of these attempts, which are judged and in one step. */
function said(
  judged: readonly { passed: boolean; feedback?: string }[],
  change: Partial<RunConfig> = {},
): string {
  const attempts = judged.map(({ passed, feedback = passed ? '' : 'Wrong.' }, i) => ({
    ...scored,
    attempt: i + 1,
    passed,
    verdict: verdictOf(passed, feedback),
  }))
  const config = { ...defaultRunConfig, ...change }
  const step = { ...view.steps[0]!, stage: 'judge' as const, attempts }
  return comingWords({ attempt: attempts[0]!, step, plan: arms[config.arm], config })
}
const pass = { passed: true }
const failure = { passed: false }

describe('after the verdict', () => {
  it.each<[Arm, string, string]>([
    ['sdpo', 'hindsight for the others', 'with the judge\u2019s words after it'],
    ['srpo', 'hindsight for the others', 'with the judge\u2019s words after it'],
    ['multi-turn+sdpo', 'hindsight for the others', 'with the judge\u2019s words after it'],
    ['grpo', 'mean of its group', 'mean of its group'],
    ['best-of-k', 'the weights stay', 'the weights stay'],
    ['multi-turn', 'the weights stay', 'attempts after it read'],
  ])('%s does what its arm does', (arm, afterPass, afterFailure) => {
    expect(said([pass, failure], { arm })).toContain(afterPass)
    expect(said([failure, failure], { arm })).toContain(afterFailure)
  })

  it('names what the self-teacher will be given, and that there is nothing', () => {
    const { reprompt } = defaultRunConfig
    expect(said([failure, pass])).toContain('with an attempt that passed after it.')
    expect(
      said([failure, pass], { reprompt: { ...reprompt, feedbackOnlyWithoutSolution: false } }),
    ).toContain('with an attempt that passed and the judge\u2019s words')
    const nothing = 'neither feedback nor an attempt that passed'
    expect(said([pass])).toContain(nothing)
    expect(said([{ passed: false, feedback: ' ' }])).toContain(nothing)
    expect(said([failure], { reprompt: { ...reprompt, includeFeedback: false } })).toContain(nothing)
    expect(said([{ passed: false, feedback: '' }], { arm: 'multi-turn' })).toContain('the weights stay')
  })
})

const folder = new URL('../../../public/recordings/', import.meta.url)
describe.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('in %s', (name) => {
  it('is told what the self-teacher then reads', async () => {
    const { recording } = await readRecording(readFileSync(new URL(name, folder), 'utf8'))
    const { log, stops, whole } = sessionOf(RunLog.of(recording.events))
    const { config, model } = whole
    const plan = planOf(config!.arm, model)
    const judged = stops.filter(({ stage }) => stage === 'judge')
    expect(judged.length).toBeGreaterThan(0)
    for (const { at } of judged) {
      const step = log.view(at).steps.at(-1)!
      for (const attempt of step.attempts) {
        const words = comingWords({ attempt, step, plan, config: config! })
        const read = attemptOf(whole, attempt.attempt)!.reprompt
        const kinds = read?.pieces.map(({ kind }) => kind) ?? []
        if (!plan.teacher)
          expect([words, read]).toEqual([expect.stringContaining('Nothing is learned'), null])
        else if (!attempt.passed)
          expect([
            words,
            words.includes('judge\u2019s words'),
            words.includes('attempt that passed'),
          ]).toEqual([words, kinds.includes('feedback'), kinds.includes('solution')])
      }
    }
  })
})
