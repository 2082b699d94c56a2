/** Runs whose attempts, feedback and readings are drawn from a few, so that everything that a diagnosis can say comes up; for tests. */
import fc from 'fast-check'
import type { Problem } from '../problems/problem.ts'
import { defaultRunConfig } from '../sdpo/config.ts'
import type { Position, RunEvent } from '../sdpo/events.ts'

/** Tokens by id; 0 ends. */
export const pieces: Readonly<Record<string, string>> = {
  0: '<end>',
  1: 'A',
  2: 'B',
  3: 'The answer is not provided here',
  4: ' at all',
}

const choiceProblem: Problem = {
  id: 'choice',
  title: 'Choice',
  statement: 'Which one?',
  program: {
    kind: 'answer',
    answer: {
      type: 'choice',
      right: 'B',
      options: ['A', 'B', 'C', 'D'].map((label) => ({ label, text: label })),
    },
  },
  tests: [],
  feedbackStyle: 'leetcode',
}
const wordProblem: Problem = {
  ...choiceProblem,
  id: 'word',
  program: { kind: 'answer', answer: { type: 'exact', accepted: ['B'] } },
}
/** The feedback names what is left of three. */
const questionProblem: Problem = {
  ...choiceProblem,
  id: 'question',
  program: {
    kind: 'question',
    rule: { type: 'words', right: ['B'], options: ['A', 'B', 'C'] },
    tells: 'left',
  },
  solution: 'B',
}
/** By its name one of which figures are kept, on the bundled model. */
const presetProblem: Problem = { ...wordProblem, id: 'lists-mirror' }

const logP = fc.constantFrom(-8, -4, -2, -1, -0.3, -0.02)

interface Drawn {
  ids: number[]
  cut: boolean
  passed: boolean
  error: boolean
  feedback: string
  candidates: [number, number][]
}

/** `lean` draws one kind of attempt most of the time. */
const attempt = (lean: Partial<Drawn>): fc.Arbitrary<Drawn> =>
  fc
    .record({
      ids: fc.array(fc.constantFrom(1, 2, 3, 4), { minLength: 1, maxLength: 3 }),
      cut: fc.boolean(),
      passed: fc.integer({ min: 0, max: 40 }).map((n) => n === 0),
      error: fc.boolean(),
      feedback: fc.constantFrom('', 'Wrong.', 'Not A.'),
      candidates: fc.array(fc.tuple(logP, logP), { minLength: 4, maxLength: 4 }),
      leans: fc.integer({ min: 0, max: 9 }),
    })
    .map(({ leans, ...drawn }) => (leans > 0 ? { ...drawn, ...lean } : drawn))

const lean: fc.Arbitrary<Partial<Drawn>> = fc.record(
  {
    ids: fc.constantFrom([1], [3, 4], [1, 2]),
    cut: fc.boolean(),
    passed: fc.constant(false),
    error: fc.boolean(),
    feedback: fc.constantFrom('', 'Wrong.'),
  },
  { requiredKeys: [] },
)

const step = (lean: Partial<Drawn>, size: number, idle: boolean) =>
  fc.record({
    skipped: fc.constantFrom(null, idle ? 'Nothing to learn.' : null),
    attempts: fc.array(attempt(lean), { minLength: size, maxLength: size }),
    kl: fc.constantFrom(0, 0.4, 0.9, 1.5, 3),
    entropy: fc.constantFrom(0.01, 0.2, 0.7, 1.5),
    timings: fc.record({
      sample: fc.integer({ min: 0, max: 900 }),
      judge: fc.integer({ min: 0, max: 50 }),
      score: fc.integer({ min: 0, max: 900 }),
      update: fc.integer({ min: 0, max: 900 }),
    }),
  })

export const syntheticRun: fc.Arbitrary<RunEvent[]> = fc
  .record({
    lean,
    size: fc.constantFrom(1, 4),
    problem: fc.constantFrom(choiceProblem, wordProblem, questionProblem, presetProblem),
    arm: fc.constantFrom('sdpo', 'multi-turn' as const),
    readsAll: fc.boolean(),
    idle: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  })
  .chain(({ lean, size, problem, arm, readsAll, idle }) =>
    fc.array(step(lean, size, idle), { minLength: 1, maxLength: 8 }).map((steps) => {
      const events: RunEvent[] = [
        {
          type: 'run-started',
          at: 0,
          problem,
          config: { ...defaultRunConfig, arm, attemptsPerStep: size },
          model: {
            id: 'tiny',
            name: 'tiny-js',
            readsAll,
            parameters: 1,
            adapterParameters: 1,
            vocabulary: 5,
            contextLength: 99,
            bytes: 1,
          },
          backend: { name: 'node', threads: 1, reason: 'A test.' },
          question: problem.statement,
        },
        { type: 'vocabulary', pieces },
      ]
      let number = 0
      steps.forEach(({ attempts, kl, entropy, timings, skipped }, i) => {
        const numbers = attempts.map(() => ++number)
        events.push({ type: 'step-started', step: i + 1, attempts: numbers })
        attempts.forEach((drawn, j) => events.push(...eventsOf(drawn, i + 1, numbers[j]!)))
        const signals = { loss: 0, gradNorm: 0, entropy, klToStart: kl, passRate: 0 }
        if (arm === 'sdpo')
          events.push({ type: 'step-updated', step: i + 1, signals, timings, ...(skipped && { skipped }) })
      })
      events.push({ type: 'run-finished', reason: 'budget' })
      return events
    }),
  )

function eventsOf(drawn: Drawn, step: number, attempt: number): RunEvent[] {
  const { ids, cut, passed, error, feedback, candidates } = drawn
  const tokens = cut ? ids : [...ids, 0]
  const text = ids.map((id) => pieces[String(id)]!).join('')
  return [
    {
      type: 'attempt-sampled',
      step,
      attempt,
      tokens,
      text,
      logProbs: tokens.map(() => -1),
      finish: cut ? 'length' : 'end',
    },
    {
      type: 'attempt-judged',
      attempt,
      verdict: {
        reward: passed ? 1 : 0,
        status: passed ? 'passed' : error ? 'format-error' : 'wrong-answer',
        passedTests: passed ? 1 : 0,
        totalTests: 1,
        feedback: passed ? '' : feedback,
        told: null,
        timeMs: 1,
      },
      records: [
        { testIndex: 0, input: '', expected: 'B', actual: error ? 'Incorrect format' : text, passed },
      ],
    },
    {
      type: 'attempt-scored',
      attempt,
      positions: tokens.map((sampled): Position => {
        const ids = [sampled, ...[1, 2, 3, 4].filter((id) => id !== sampled)]
        return {
          ids,
          student: ids.map((_, i) => candidates[i % 4]![0]),
          teacher: ids.map((_, i) => candidates[i % 4]![1]),
          divergence: 0,
          studentEntropy: 1,
          teacherEntropy: 1,
        }
      }),
    },
  ]
}
