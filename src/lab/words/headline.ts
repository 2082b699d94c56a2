/**
 * The act in view in one plain sentence: what has just happened to this attempt, and why it matters.
 * Computed from the run, so that the same picture always says the same thing.
 */
import { type CreditMode, negligibleCredit } from '../reading/credit.ts'
import { givenOf } from '../reading/given.ts'
import { opinionOf } from '../reading/opinion.ts'
import { hindsightPhrase, opinionPhrase } from './opinion-words.ts'
import { widestGap } from '../run/log-ratio.ts'
import { capital, inWords, percent, shareInWords, signed } from '../text/format.ts'
import type { Reading } from '../reading/hindsight.ts'
import type { AttemptView, StepView } from '../run/view.ts'
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
  /** How likely a blind guess passes; null or absent where guesses are not of a few. */
  chance?: number | null
  pieceOf: (id: number) => string
}

export function headlineOf(input: HeadlineInput): Phrase {
  const { step, attempt, firstPass, chance = null } = input
  if (attempt.passed) return passedLine(attempt, firstPass, chance)
  switch (step.stage) {
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
      return judgedLine(input)
    case 'reprompt':
      return repromptLine(input)
    case 'score':
      return creditLine(input)
    case 'update':
      return updateLine(input) ?? creditLine(input)
    default:
      return step.stage satisfies never
  }
}

/** Where one guess in a few passes, a pass is no discovery by itself. */
function passedLine(attempt: AttemptView, firstPass: number | null, chance: number | null): Phrase {
  const tests = attempt.verdict?.totalTests ?? 0
  const what = tests === 1 ? 'its test' : `all ${tests} tests`
  if (chance !== null)
    return [
      { strong: `Attempt ${attempt.attempt} passes ${what}` },
      `, as one blind guess in ${inWords(Math.round(1 / chance))} does.`,
    ]
  if (firstPass === attempt.attempt)
    return [
      { strong: `Solved: attempt ${attempt.attempt} passes ${what}` },
      attempt.attempt === 1 ? '.' : `, the first of ${attempt.attempt} to do so.`,
    ]
  return [{ strong: `Attempt ${attempt.attempt} passes ${what}.` }]
}

function judgedLine({ step, attempt }: HeadlineInput): Phrase {
  const n = step.attempts.length
  const says = attempt.verdict?.feedback.trim() !== ''
  const failed = n === 1 ? 'It failed' : `All ${inWords(n)} failed`
  if (step.passed === 0)
    return says
      ? [`${failed}. A reward says no more than that; the judge also says `, { strong: 'how' }, '.']
      : [`${failed}, and the judge says no more than that.`]
  const how = says ? ', and the judge says how' : ''
  return [
    step.passed === 1
      ? `One of ${inWords(n)} passed; this one failed${how}.`
      : `${capital(shareInWords(step.passed, n))} passed; this one failed${how}.`,
  ]
}

function repromptLine({ attempt, reading }: HeadlineInput): Phrase {
  const given = givenOf(attempt, reading)
  const again = 'The same model gets the question again, now with '
  switch (given.kind) {
    case 'nothing':
      return given.hidden
        ? ['With what was said hidden, the same model gets the question alone, as the student did.']
        : ['Nothing was said about this attempt, so there is nothing to read in hindsight.']
    case 'feedback':
      return [again, { strong: 'what the judge said' }, ' after it.']
    case 'edited':
      return [again, { strong: 'your own words' }, ' after it.']
    case 'lent':
      return [again, { strong: `what was said of ${given.from}` }, ' after it.']
    case 'solution':
      return [again, { strong: 'an attempt that passed' }, ' after it.']
    default:
      return given satisfies never
  }
}

function creditLine(input: HeadlineInput): Phrase {
  const { attempt, token, mode, reading, pieceOf } = input
  const n = attempt.tokens.length
  if (mode === 'grpo') {
    if (attempt.advantage === null) return ['GRPO waits until the whole group is judged.']
    return [
      `GRPO gives all ${n} tokens one number: `,
      { strong: signed(attempt.advantage) },
      attempt.advantage === 0
        ? '. There is nothing to learn from.'
        : attempt.advantage < 0
          ? ', whichever of them was to blame.'
          : ', whichever of them earned it.',
    ]
  }
  if (attempt.reprompt?.mask === 0) return ['Nothing was said about this attempt, so it teaches nothing.']
  if (reading.status === 'failed') return ['The self-teacher has not read this.']
  // The same words read with the same weights, as before the first update: no reading is needed to know.
  const one = reading.sameWords && attempt.step === 1
  if (!reading.positions && !one) return ['The self-teacher is re-reading.']
  if (reading.sameWords) {
    const gap = widestGap(reading.positions)
    return gap < negligibleCredit
      ? ['Without feedback both readers see the same words: ', { strong: 'no gap, no credit' }, '.']
      : ['Without feedback both readers see the same words. What is left is the difference of their weights.']
  }
  const position = token === null ? undefined : reading.positions?.[token]
  if (!position) return ['The self-teacher has read every token again.']
  return [...hindsightPhrase(attempt, reading), ...opinionPhrase(opinionOf(position), pieceOf)]
}

/** What the update did to the token. It is the update of the run's own reading, so beside another there is nothing to say. */
function updateLine({ step, attempt, token, mode, reading, pieceOf }: HeadlineInput): Phrase | null {
  if (step.skipped) return [{ strong: 'No update.' }, ` ${step.skipped}`]
  if (mode === 'grpo' || reading.status !== 'own') return null
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
  const rest: PhrasePart[] = other && Math.abs(by(other)) >= 0.01 ? [', ', ...say(other)] : []
  const stays = percent(sampled.from) === percent(sampled.to)
  return [
    stays ? 'One update later ' : 'One update later the student has moved: ',
    ...say(sampled),
    ...rest,
    '.',
  ]
}
