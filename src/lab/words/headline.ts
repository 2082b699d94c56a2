/**
 * The act in view in one plain sentence: what has just happened to this attempt, and why it matters.
 * Computed from the run, so that the same picture always says the same thing.
 */
import type { Position } from '../../engine/protocol.ts'
import { barsAt, type CreditMode, negligibleCredit } from '../reading/credit.ts'
import { logRatios } from '../run/log-ratio.ts'
import { capital, inWords, percent, signed } from '../text/format.ts'
import type { Reading } from '../reading/hindsight.ts'
import type { AttemptView, StepView } from '../run/view.ts'
import { toldRecord } from './summary.ts'
import type { Phrase, PhrasePart } from '../text/phrase.ts'

export interface HeadlineInput {
  step: StepView
  attempt: AttemptView
  /** The pinned token; null while nothing is known of any. 0-based. */
  token: number | null
  mode: CreditMode
  /** What the teacher reads under the switches. */
  reading: Reading
  /** Attempt number of the run's first pass, where the picture has come to it. */
  firstPass: number | null
  pieceOf: (id: number) => string
}

export function headlineOf(input: HeadlineInput): Phrase {
  const { step, attempt, firstPass } = input
  if (attempt.passed) return passedLine(attempt, firstPass)
  switch (step.beat) {
    case null:
      return [
        step.attempts.length === 1
          ? 'The student writes one attempt, token by token.'
          : `The student writes ${inWords(step.attempts.length)} attempts at once, token by token.`,
      ]
    case 'sample':
      return [
        `${capital(inWords(step.attempts.length))} ${step.attempts.length === 1 ? 'attempt is' : 'attempts are'} written. Nobody has said yet whether any is right.`,
      ]
    case 'judge':
      return judgedLine(step)
    case 'reprompt':
      return attempt.reprompt?.mask === 1
        ? [
            'The same model gets the question again, now with ',
            {
              strong:
                attempt.reprompt.solutionFrom === null ? 'what the judge said' : 'an attempt that passed',
            },
            ' after it.',
          ]
        : ['Nothing was said about this attempt, so there is nothing to read in hindsight.']
    case 'score':
      return creditLine(input)
    case 'update':
      return updateLine(input) ?? creditLine(input)
    default:
      return step.beat satisfies never
  }
}

function passedLine(attempt: AttemptView, firstPass: number | null): Phrase {
  const tests = attempt.verdict?.totalTests ?? 0
  const what = tests === 1 ? 'its test' : `all ${tests} tests`
  if (firstPass === attempt.attempt)
    return [
      { strong: `Solved: attempt ${attempt.attempt} passes ${what}` },
      attempt.attempt === 1 ? '.' : `, the first of ${attempt.attempt} to do so.`,
    ]
  return [{ strong: `Attempt ${attempt.attempt} passes ${what}.` }]
}

function judgedLine(step: StepView): Phrase {
  const n = step.attempts.length
  if (step.passed === 0)
    return [
      `${n === 1 ? 'It' : `All ${inWords(n)}`} failed. A reward says no more than that; the judge also says `,
      { strong: 'how' },
      '.',
    ]
  return [
    `${capital(inWords(step.passed))} of ${inWords(n)} passed; this one failed, and the judge says how.`,
  ]
}

function creditLine(input: HeadlineInput): Phrase {
  const { attempt, token, mode, reading, pieceOf } = input
  const n = attempt.tokens.length
  if (mode === 'grpo') {
    if (attempt.advantage === null) return ['GRPO waits until the whole group is judged.']
    return [
      `GRPO gives all ${n} tokens one number: `,
      { strong: signed(attempt.advantage) },
      attempt.advantage === 0 ? '. There is nothing to learn from.' : ', whichever of them was to blame.',
    ]
  }
  if (attempt.reprompt?.mask === 0) return ['Nothing was said about this attempt, so it teaches nothing.']
  if (reading.status === 'failed') return ['The self-teacher has not read this.']
  if (reading.sameWords) {
    const gap = Math.max(0, ...logRatios(reading.positions ?? []).map(Math.abs))
    return gap < negligibleCredit
      ? ['Without feedback both readers see the same words: ', { strong: 'no gap, no credit' }, '.']
      : ['Without feedback both readers see the same words. What is left is the difference of their weights.']
  }
  if (!reading.positions) return ['The self-teacher is re-reading.']
  const position = token === null ? undefined : reading.positions[token]
  if (token === null || !position) return [`Each of the ${n} tokens has a number of its own.`]
  return [...told(attempt, reading), 'the same model ', ...opinion(position, pieceOf)]
}

/** What hindsight was, in few words. */
function told(attempt: AttemptView, reading: Reading): PhrasePart[] {
  if (reading.lentFrom !== null) return [`Told what was said of ${reading.lentFrom}, `]
  if (reading.pieces.some((piece) => piece.state === 'edited')) return ['Told your own words, ']
  const solver = attempt.reprompt?.solutionFrom
  if (solver != null) return [`Shown attempt ${solver}, which passed, `]
  const record =
    attempt.verdict?.status === 'wrong-answer' ? toldRecord(attempt.verdict, attempt.records) : null
  if (record && record.actual.length + record.expected.length <= 32)
    return ['Told that it gave ', { token: record.actual }, ' and not ', { token: record.expected }, ', ']
  return ['Told what went wrong, ']
}

function opinion(position: Position, pieceOf: (id: number) => string): PhrasePart[] {
  const [student, teacher] = [position.student[0]!, position.teacher[0]!]
  const credit = teacher - student
  const [before, after] = [percent(Math.exp(student)), percent(Math.exp(teacher))]
  const token: PhrasePart = { token: pieceOf(position.ids[0]!), side: credit < 0 ? 'student' : 'teacher' }
  if (Math.abs(credit) < negligibleCredit || before === after)
    return ['finds ', token, ' as likely as before: ', { strong: after }, '.']
  const rival = barsAt(position, undefined).reduce(
    (best, bar) =>
      bar.id !== null &&
      !bar.sampled &&
      (bar.teacher - bar.student) * -Math.sign(credit) > (best?.gain ?? 0.1)
        ? { id: bar.id, gain: Math.abs(bar.teacher - bar.student) }
        : best,
    null as { id: number; gain: number } | null,
  )
  if (credit > 0)
    return [
      'trusts its ',
      token,
      ' more: ',
      { strong: `${before} \u2192 ${after}` },
      ...(rival ? [', at the expense of ', { token: pieceOf(rival.id), side: 'student' } as const] : []),
      '.',
    ]
  return [
    Math.exp(credit) < 0.2 ? 'takes back its ' : 'doubts its ',
    token,
    ' ',
    { strong: `(${before} \u2192 ${after})` },
    ...(rival ? [' and would write ', { token: pieceOf(rival.id), side: 'teacher' } as const] : []),
    '.',
  ]
}

function updateLine({ step, attempt, token, pieceOf }: HeadlineInput): Phrase | null {
  if (step.skipped) return [{ strong: 'No update.' }, ` ${step.skipped}`]
  const position = token === null ? undefined : attempt.positions?.[token]
  const after = token === null ? undefined : attempt.after?.[token]
  if (!position || !after) return null
  const moves = position.ids.flatMap((id, i) =>
    after[i] === undefined ? [] : [{ id, i, from: Math.exp(position.student[i]!), to: Math.exp(after[i]) }],
  )
  const sampled = moves[0]
  if (!sampled) return null
  const by = (move: { from: number; to: number }) => move.to - move.from
  const other = moves
    .slice(1)
    .reduce<(typeof moves)[number] | null>(
      (best, move) => (best === null || Math.abs(by(move)) > Math.abs(by(best)) ? move : best),
      null,
    )
  const say = (move: (typeof moves)[number]): PhrasePart[] => {
    const [from, to] = [percent(move.from), percent(move.to)]
    return from === to
      ? [{ token: pieceOf(move.id) }, ' stays at ', { strong: from }]
      : [
          { token: pieceOf(move.id), side: by(move) < 0 ? 'student' : 'teacher' },
          by(move) < 0 ? ' falls ' : ' rises ',
          { strong: `${from} \u2192 ${to}` },
        ]
  }
  return [
    'One update later the student has moved: ',
    ...say(sampled),
    ...(other && Math.abs(by(other)) >= 0.01 ? [', ', ...say(other)] : []),
    '.',
  ]
}
