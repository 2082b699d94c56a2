/** Lesson 7: blame on a right token, faint hindsight, and steps that ruin a model. */
import { opinionOf } from '../../../lab/reading/opinion.ts'
import type { AttemptView, RunView, StepView } from '../../../lab/run/view.ts'
import { capital, decimal, inWords, percent } from '../../../lab/text/format.ts'
import { tokenText } from '../../../lab/text/token.ts'
import { attemptsOf, filled, type Facts } from '../facts.ts'
import type { Body, Lesson } from '../lesson.ts'
import type { Scenery, Sentence } from '../page.ts'

export const whenItFails: Lesson = {
  title: 'When it fails',
  formula: 'fails',
  body,
  scenery,
  tryIt: [
    {
      say: 'Run live at a learning rate of 0.1',
      effect: { kind: 'live', set: { setting: 'learning-rate', value: 0.1 } },
    },
    ', then go on from the last update that was sound.',
  ],
}

/** KL to the start, in nats a token, beyond which the student no longer writes what the first model might. */
const ruinous = 4

function body(facts: Facts): Body {
  const ruin = ruinOf(facts.whole)
  return ruin ? ruined(facts, ruin) : doubtful(facts)
}

function scenery({ whole }: Facts): Partial<Scenery> {
  const ruin = ruinOf(whole)
  if (ruin) {
    const after = writtenAfter(whole, ruin)
    return after.attempts[0] ? { look: { step: after.step, attempt: after.attempts[0].attempt } } : {}
  }
  const wrong = wrongBlame(whole)
  return wrong
    ? { look: { step: wrong.attempt.step, attempt: wrong.attempt.attempt, token: wrong.token } }
    : {}
}

const ruinOf = (whole: RunView): StepView | undefined =>
  whole.steps.find((s) => s.signals !== null && s.signals.klToStart >= ruinous)
const writtenAfter = (whole: RunView, ruin: StepView): StepView =>
  whole.steps.find((s) => s.step > ruin.step && s.attempts.some((a) => a.text !== '')) ?? ruin

function ruined({ whole, bundled }: Facts, ruin: StepView): Body {
  const signals = ruin.signals!
  const before = whole.steps[ruin.step - 2]
  const text = writtenAfter(whole, ruin).attempts[0]?.text ?? ''
  return {
    headline: [
      `Steps that are too large ruin a model: at update ${ruin.step} its KL to the start is ${decimal(signals.klToStart, 1)}`,
    ],
    sentences: [
      [
        `The learning rate here is ${decimal(whole.config!.optimiser.learningRate)}. `,
        ...(before?.signals
          ? [
              'In ',
              { say: `update ${before.step}`, effect: { kind: 'step', step: before.step } } as const,
              ` the gradient norm was still ${decimal(before.signals.gradNorm)}; `,
            ]
          : []),
        'in ',
        { say: `update ${ruin.step}`, effect: { kind: 'step', step: ruin.step } },
        ` it is ${decimal(signals.gradNorm, 1)}.`,
      ],
      filled('From then on the student writes {0}.', {
        code: text.length > 28 ? `${text.slice(0, 27)}\u2026` : text,
        tone: 'student',
      }),
      bundled === null
        ? [
            'The teacher is the same model, a little behind: it cannot pull it back. Go back to an earlier update and on from there.',
          ]
        : filled('The teacher is the same model, a little behind: it cannot pull it back. {0}.', {
            say: 'Back to the run that went well',
            effect: { kind: 'recording', name: 'first' },
          }),
    ],
  }
}

function doubtful({ view, whole, step, bundled }: Facts): Body {
  const signals = view.steps.findLast((s) => s.signals !== null && s.skipped === null)
  const told = (step?.attempts ?? []).filter((a) => a.reprompt?.mask === 1)
  const credits = told.flatMap((a) => a.credit ?? [])
  const mean = credits.reduce((sum, c) => sum + Math.abs(c), 0) / Math.max(1, credits.length)
  const wrong = wrongBlame(whole)
  const sentences: Sentence[] = []
  if (wrong) sentences.push(wrongBlameSentence(wrong))
  sentences.push(
    credits.length > 0
      ? [
          `Hindsight is uneven: in update ${step!.step} it moved a token by ${decimal(mean)} nats on average, one by ${decimal(Math.max(...credits.map(Math.abs)))}.`,
        ]
      : [
          'A small model is a weak teacher: told what went wrong, it often does not know what would have been right.',
        ],
  )
  if (signals?.signals)
    sentences.push([
      `Steps that are too large ruin a model. At `,
      { say: `update ${signals.step}`, effect: { kind: 'step', step: signals.step } },
      ` the gradient norm was ${decimal(signals.signals.gradNorm)} and the KL to the start ${decimal(signals.signals.klToStart)}; if they run away, go back to an earlier update and on from there.`,
    ])
  sentences.push(
    filled('What holds beyond this run, and what does not, was measured: {0}.', {
      say: 'the results',
      effect: { kind: 'panel', panel: 'results' },
    }),
  )
  if (bundled === 'first')
    sentences.push([
      'See ',
      { say: 'a run that collapses', effect: { kind: 'recording', name: 'collapse', step: 4 } },
      ': the same problem and seed, with larger steps.',
    ])
  const skipped = view.steps.filter((s) => s.skipped !== null)
  if (skipped.length > 0)
    sentences.push([
      skipped.length === 1
        ? `One update was left out in this run. ${skipped[0]!.skipped}`
        : `${capital(inWords(skipped.length))} updates were left out in this run. ${skipped[0]!.skipped}`,
    ])
  return {
    headline: wrong
      ? [
          'Blame can fall on a right token: ',
          { code: wrong.name, tone: 'student' },
          ` goes from ${percent(wrong.student)} to ${percent(wrong.teacher)}`,
        ]
      : credits.length > 0
        ? [
            `Hindsight is uneven: ${decimal(mean)} nats a token on average in update ${step!.step}, ${decimal(Math.max(...credits.map(Math.abs)))} at one`,
          ]
        : ['A small model is a weak teacher'],
    sentences,
  }
}

export interface WrongBlame {
  attempt: AttemptView
  token: number
  name: string
  student: number
  teacher: number
  /** The attempt that passed and has the same tokens up to and with this one; the attempt itself where it passed. */
  solution: number
}

const known = new WeakMap<RunView, WrongBlame | null>()

/** The loudest doubt of a run, half a nat at least, on a token that an attempt which passed begins with too. */
export function wrongBlame(whole: RunView): WrongBlame | null {
  const before = known.get(whole)
  if (before !== undefined) return before
  const passed = attemptsOf(whole).filter((a) => a.passed)
  let worst: WrongBlame | null = null
  for (const doubt of whole.steps.flatMap(doubtsOf).sort((a, b) => a.credit - b.credit)) {
    const { attempt, token } = doubt
    const solution = attempt.passed ? attempt : passed.find((a) => beginsAlike(a, attempt, token))
    if (!solution) continue
    worst = { ...doubt, solution: solution.attempt }
    break
  }
  known.set(whole, worst)
  return worst
}

type Doubt = Omit<WrongBlame, 'solution'> & { credit: number }
const doubts = new WeakMap<StepView, readonly Doubt[]>()

/** Every doubt of a step, half a nat at least. A step that is done is read once. */
function doubtsOf(step: StepView): readonly Doubt[] {
  const before = doubts.get(step)
  if (before) return before
  const found = step.attempts.flatMap((attempt) => {
    if (attempt.reprompt?.mask !== 1) return []
    return (attempt.credit ?? []).flatMap((credit, token): Doubt[] => {
      if (credit > -0.5) return []
      const opinion = opinionOf(attempt.positions![token]!)
      if (!opinion || opinion.stance === 'agrees') return []
      const { student, teacher } = opinion
      return [{ credit, attempt, token, name: tokenText(attempt.pieces[token]!).bare, student, teacher }]
    })
  })
  doubts.set(step, found)
  return found
}

const beginsAlike = (a: AttemptView, b: AttemptView, last: number): boolean =>
  a.tokens.length > last && b.tokens.slice(0, last + 1).every((id, i) => a.tokens[i] === id)

function wrongBlameSentence({ attempt, token, name, student, teacher, solution }: WrongBlame): Sentence {
  const change = `${percent(student)} before, ${percent(teacher)} with hindsight`
  const it = {
    say: name,
    code: true,
    tone: 'student',
    effect: { kind: 'attempt', attempt: attempt.attempt, step: attempt.step, token },
  } as const
  return attempt.attempt === solution
    ? filled(
        'Attempt {0} passed, and yet its teacher doubts {1}: {2}. Not every doubt is right.',
        `${solution}`,
        it,
        change,
      )
    : filled(
        'Attempt {0}, which passed, begins like attempt {1} up to {2}, and yet hindsight doubts that token: {3}. Not every doubt is right.',
        `${solution}`,
        `${attempt.attempt}`,
        it,
        change,
      )
}
