/**
 * Another model's opinion of an attempt: what a model that had nothing to do with the run gives its text. It cuts the text
 * into tokens of its own, so both are compared over the shortest stretches that both cut at.
 */
import { fillTemplate, templateSets } from '../sdpo/templates.ts'
import { stretches, type Stretch } from './align.ts'
import type { ForeignAttempt, ForeignToken } from './foreign.ts'
import type { Readers } from './readers.ts'

/** What a model read of a text. */
export interface TextReading {
  /** As it calls itself. */
  model: string
  pieces: readonly string[]
  /** Log-probability of each piece behind the attempt's prompt, nats; then behind what its teacher read or the feedback, where there is any. */
  readings: readonly (readonly number[])[]
  unknownWords: readonly string[]
}

/** An attempt with numbers of a reading in it, and whose they are. */
export interface Opinion {
  /** Of the two that there may be. */
  kind: 'against-writer' | 'after-feedback'
  name: string
  readers: Readers
  attempt: ForeignAttempt
}

/** What a model is asked to read of an attempt; no prompt of a told reading where nobody was told anything. */
export function askedOf(attempt: ForeignAttempt): { prompts: string[]; text: string } {
  const plain = attempt.prompt ?? ''
  const told = attempt.teacherPrompt ?? (attempt.feedback ? toldOf(plain, attempt.feedback) : null)
  return {
    prompts: told === null || told === plain ? [plain] : [plain, told],
    text: textOf(attempt),
  }
}

/** As the reference words it. */
function toldOf(prompt: string, feedback: string): string {
  const { reprompt, feedback: heading } = templateSets.yaml
  return fillTemplate(reprompt, {
    prompt,
    solution: '',
    feedback: fillTemplate(heading, { feedback_raw: feedback }),
  })
}

/** Without what ends a turn in its writer's vocabulary, which another model does not write. */
function textOf({ text, tokens }: ForeignAttempt): string {
  if (text !== '' || tokens.length === 0) return text
  return tokens.map((token) => token.text).join('')
}

/** Empty where the model's tokens and the attempt's are not of the same text and nobody was told anything. */
export function opinionsOf(attempt: ForeignAttempt, { model, pieces, readings }: TextReading): Opinion[] {
  const [plain, told] = readings
  if (!plain) return []
  const own = spoken(attempt)
  const found = stretches(
    own.map(({ text }) => text),
    pieces,
  )
  const against = found && { ...attempt, tokens: beside(own, plain, found) }
  const alone = pieces.map((text, i) => token(text, plain[i] ?? null, told?.[i] ?? null))
  return [
    ...(against
      ? [
          {
            kind: 'against-writer' as const,
            name: `${model}, beside its writer`,
            readers: { writer: 'its writer', second: model },
            attempt: against,
          },
        ]
      : []),
    ...(told || !against
      ? [
          {
            kind: 'after-feedback' as const,
            name: told ? `${model}, before and after the feedback` : model,
            readers: { writer: model, second: `${model} after the feedback` },
            attempt: { ...attempt, tokens: alone },
          },
        ]
      : []),
  ]
}

const token = (text: string, student: number | null, teacher: number | null): ForeignToken => ({
  text,
  student,
  teacher,
  advantage: null,
  others: [],
})

/** The attempt's tokens as its text has them, without those at its end that are no part of it. */
function spoken({ text, tokens }: ForeignAttempt): readonly ForeignToken[] {
  const last = tokens.at(-1)
  return last && text !== '' && !text.endsWith(last.text) && /^(<.*>|\[[A-Z]+\])$/.test(last.text)
    ? tokens.slice(0, -1)
    : tokens
}

/** Of every stretch the sum of its tokens' log-probabilities by either; the writer's is not known where one of its is not. */
function beside(
  own: readonly ForeignToken[],
  read: readonly number[],
  found: readonly Stretch[],
): ForeignToken[] {
  let [i, j] = [0, 0]
  return found.map(({ text, first, second }) => {
    const mine = own.slice(i, (i += first)).map(({ student }) => student)
    const theirs = read.slice(j, (j += second))
    const sum = (values: readonly (number | null)[]) =>
      values.reduce<number | null>(
        (total, value) => (total === null || value === null ? null : total + value),
        0,
      )
    return token(text, sum(mine), sum(theirs))
  })
}
