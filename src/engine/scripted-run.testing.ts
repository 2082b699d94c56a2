/**
 * Runs for tests: well-formed streams of events of any length from a seed. Their numbers are drawn,
 * not measured, and mean nothing; what tests check is what the lab makes of them.
 */
import type { Position, PromptPiece, RunEvent } from './protocol.ts'
import { Rng } from '../rng.ts'
import { defaultRunConfig, type RunConfig } from '../sdpo/config.ts'
import { selectTokens, type SelectedFrom } from '../sdpo/token-selection.ts'
import { sampleProblem } from '../problems/sample.testing.ts'

export { sampleProblem }

export interface SampleOptions {
  seed?: number
  steps?: number
  attempts?: number
  tokens?: number
  /** Attempt that passes first and ends the run; null: none does and the budget ends it. */
  passes?: number | null
  config?: Partial<RunConfig>
  /** Attempts with neither feedback nor solution. */
  masked?: readonly number[]
}

const texts = [
  'xs',
  '.filter',
  '(',
  'x',
  ' => ',
  ' > ',
  '3',
  ')',
  '.map',
  ' * ',
  '2',
  ' + ',
  '1',
  '.slice',
  '5',
  '<end>',
]
const feedback = 'Wrong Answer\nInput: [4,1,5]\nOutput: [6,7]\nExpected: [8,10]'

export function sampleRun({
  seed = 1,
  steps = 3,
  attempts = 2,
  tokens = 4,
  passes = null,
  config = {},
  masked = [],
}: SampleOptions = {}): RunEvent[] {
  const rng = Rng.of(seed, 'sample')
  const runConfig = {
    ...defaultRunConfig,
    seed,
    attemptsPerStep: attempts,
    budget: steps * attempts,
    ...config,
  }
  const events: RunEvent[] = [
    {
      type: 'run-started',
      at: 1_700_000_000_000,
      problem: sampleProblem,
      config: runConfig,
      model: {
        id: 'tiny',
        name: 'tiny-js',
        parameters: 1_100_000,
        adapterParameters: 40_000,
        vocabulary: texts.length,
        contextLength: 256,
        bytes: 4_400_000,
      },
      backend: { name: 'wasm', threads: 2, reason: 'No WebGPU here.' },
      question: sampleProblem.statement,
    },
    { type: 'vocabulary', pieces: Object.fromEntries(texts.map((text, id) => [String(id), text])) },
  ]
  for (let step = 1; step <= steps; step++) {
    const numbers = Array.from({ length: attempts }, (_, i) => (step - 1) * attempts + i + 1)
    const rows = numbers.map((attempt) => ({
      attempt,
      ids: [...Array.from({ length: tokens - 1 }, () => rng.below(texts.length - 1)), texts.length - 1],
    }))
    events.push({ type: 'step-started', step, attempts: numbers })
    for (const { attempt, ids } of rows) {
      events.push({
        type: 'attempt-sampled',
        step,
        attempt,
        tokens: ids,
        text: ids
          .slice(0, -1)
          .map((id) => texts[id]!)
          .join(''),
        logProbs: ids.map(() => -rng.uniform()),
        finish: 'end',
      })
    }
    for (const attempt of numbers) {
      const passed = attempt === passes
      events.push({
        type: 'attempt-judged',
        attempt,
        verdict: {
          reward: passed ? 1 : 0,
          status: passed ? 'passed' : 'wrong-answer',
          passedTests: passed ? 2 : rng.below(2),
          totalTests: 2,
          feedback: passed ? '' : feedback,
          told: passed ? null : 0,
          timeMs: 2,
        },
        records: [
          { testIndex: 0, input: '[4,1,5]', expected: '[8,10]', actual: passed ? '[8,10]' : '[6,7]', passed },
          { testIndex: 1, input: '[3,9]', expected: '[18]', actual: '[18]', passed: true },
        ],
      })
    }
    const solved = passes !== null && numbers.includes(passes)
    for (const attempt of numbers) {
      const mask = masked.includes(attempt) || attempt === passes ? 0 : 1
      const pieces: PromptPiece[] =
        mask === 0
          ? []
          : [
              {
                kind: 'feedback',
                text: `\n\nFeedback:\n\n${feedback}`,
                words: [13, 13 + feedback.length],
              },
              { kind: 'closing', text: '\n\nSolve it again.' },
            ]
      events.push({
        type: 'attempt-reprompted',
        attempt,
        mask,
        pieces: [{ kind: 'question', text: sampleProblem.statement }, ...pieces],
      })
    }
    const after: RunEvent[] = []
    const read: SelectedFrom[] = []
    for (const { attempt, ids } of rows) {
      const positions = ids.map((id) => samplePosition(rng, id, texts.length))
      events.push({ type: 'attempt-scored', attempt, positions })
      read.push({ mask: masked.includes(attempt) || attempt === passes ? 0 : 1, positions })
      after.push({
        type: 'attempt-rescored',
        attempt,
        after: positions.map((p) => p.student.map((s, i) => (s + p.teacher[i]!) / 2)),
      })
    }
    const rewards = numbers.map((n): number => (n === passes ? 1 : 0))
    const groupMean = rewards.reduce((a, b) => a + b, 0) / attempts
    events.push({
      type: 'advantages',
      step,
      attempts: numbers,
      values: rewards.map((r) => r - groupMean),
      groupMean,
      ...(runConfig.loss.tokens && { selected: selectTokens(read, runConfig.loss.tokens) }),
    })
    events.push({
      type: 'step-updated',
      step,
      signals: {
        loss: rng.uniform(),
        gradNorm: 1 + rng.uniform(),
        entropy: 1 + rng.uniform(),
        klToStart: step * 0.01,
        passRate: groupMean,
      },
      timings: { sample: 300, judge: 20, score: 100, update: 200 },
    })
    events.push(...after)
    if (solved) {
      events.push({ type: 'run-finished', reason: 'solved' })
      return events
    }
  }
  events.push({ type: 'run-finished', reason: 'budget' })
  return events
}

/** Two distributions over a small vocabulary, as their log-probs on five candidates with the sampled one first. */
export function samplePosition(rng: Rng, sampled: number, vocabulary: number): Position {
  const distribution = () => {
    const weights = Array.from({ length: vocabulary }, () => Math.exp(2 * rng.normal()))
    const sum = weights.reduce((a, b) => a + b, 0)
    return weights.map((w) => w / sum)
  }
  const [student, teacher] = [distribution(), distribution()]
  const entropy = (p: readonly number[]) => -p.reduce((sum, x) => sum + x * Math.log(x), 0)
  const others = student.map((_, id) => id).filter((id) => id !== sampled)
  others.sort((a, b) => Math.max(student[b]!, teacher[b]!) - Math.max(student[a]!, teacher[a]!))
  const ids = [sampled, ...others.slice(0, 4)]
  return {
    ids,
    student: ids.map((id) => Math.log(student[id]!)),
    teacher: ids.map((id) => Math.log(teacher[id]!)),
    divergence: student.reduce((sum, p, id) => sum + p * Math.log(p / teacher[id]!), 0),
    studentEntropy: entropy(student),
    teacherEntropy: entropy(teacher),
  }
}
