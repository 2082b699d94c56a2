/**
 * What the lessons know of the picture beside them: the same reading of the attempt that the headline, the
 * strip and the bars show, with the switches as they are.
 */
import { givenOf, type Given } from '../../lab/reading/given.ts'
import type { CreditMode } from '../../lab/reading/credit.ts'
import type { Reading } from '../../lab/reading/hindsight.ts'
import { opinionOf, type Opinion } from '../../lab/reading/opinion.ts'
import { logRatios } from '../../lab/run/log-ratio.ts'
import type { AttemptView, RunView, StepView } from '../../lab/run/view.ts'
import { inWords } from '../../lab/text/format.ts'
import { rivalVerb } from '../../lab/words/opinion-words.ts'
import { pieceOf, tokenText } from '../../lab/text/token.ts'
import type { Sentence, Word } from './page.ts'

export interface LessonInput {
  view: RunView
  whole: RunView
  step: StepView | null
  attempt: AttemptView | null
  /** What the self-teacher reads of the attempt under the switches; null without one. */
  reading: Reading | null
  mode: CreditMode
  /** Name of the bundled recording in view; null where it is another run. */
  bundled: string | null
}

export interface Facts extends LessonInput {
  /** Null before the attempt was put to the self-teacher. */
  given: Given | null
  /** The tokens that hindsight doubts and trusts most; null where it does neither, or nobody had any. */
  doubt: Telling | null
  second: Telling | null
  trust: Telling | null
}

export interface Telling extends Omit<Opinion, 'rival'> {
  word: Word
  token: number
  name: string
  /** "would write" or "leans more to", and the token. */
  rival: { verb: string; name: string } | null
  /** The student's probability after the run's update; null while unknown. */
  after: number | null
}

export function factsOf(input: LessonInput): Facts {
  const { attempt, reading } = input
  const given = attempt?.reprompt && reading ? givenOf(attempt, reading) : null
  const positions = given && given.kind !== 'nothing' ? (reading?.positions ?? []) : []
  const credit = logRatios(positions)
  const order = credit.map((_, i) => i).sort((a, b) => credit[a]! - credit[b]!)
  const at = (i: number | undefined, loud: (c: number) => boolean) =>
    i !== undefined && loud(credit[i]!) ? tellingAt(input, i) : null
  return {
    ...input,
    given,
    doubt: at(order[0], (c) => c <= -0.1),
    second: at(order[1], (c) => c <= -0.3),
    trust: at(order.at(-1), (c) => c >= 0.1),
  }
}

/** A token of the attempt in view, as the reading has it; null while it is not known, and where both readers agree. */
function tellingAt({ whole, attempt, reading }: LessonInput, token: number): Telling | null {
  const position = reading?.positions?.[token]
  if (!attempt || !position) return null
  const opinion = opinionOf(position)
  if (opinion.stance === 'agrees') return null
  const name = tokenText(attempt.pieces[token]!).bare
  const { rival } = opinion
  const after = attempt.after?.[token]?.[0]
  return {
    ...opinion,
    token,
    name,
    rival: rival && { verb: rivalVerb(rival), name: tokenText(pieceOf(whole.vocabulary, rival.id)).bare },
    after: after === undefined ? null : Math.exp(after),
    word: {
      say: name,
      code: true,
      tone: opinion.credit < 0 ? 'student' : 'teacher',
      effect: { kind: 'token', attempt: attempt.attempt, token },
    },
  }
}

export const grpo = (say: string): Word => ({ say, effect: { kind: 'credit', mode: 'grpo' } })
export const hide = (say: string): Word => ({ say, tone: 'teacher', effect: { kind: 'hide-feedback' } })
export const groupWords = (n: number) => (n === 1 ? 'one attempt' : `${inWords(n)} attempts`)

/** A sentence with words, phrases and what acts in its holes, `{0}` for the first: each language has them in an order of its own. */
export function filled(text: string, ...holes: readonly (Word | Sentence)[]): Sentence {
  const parts = text
    .split(/\{(\d)\}/)
    .flatMap((part, i): Word | Sentence => (i % 2 === 1 ? holes[Number(part)]! : part))
    .filter((word) => word !== '')
  // Words side by side are one text: terms are looked for in it.
  return parts.reduce<Word[]>((sentence, word) => {
    const last = sentence.at(-1)
    if (typeof word === 'string' && typeof last === 'string') sentence.splice(-1, 1, last + word)
    else sentence.push(word)
    return sentence
  }, [])
}

/** Every attempt of a run, in order. */
export const attemptsOf = (run: RunView): AttemptView[] => run.steps.flatMap((step) => step.attempts)
