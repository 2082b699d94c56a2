/**
 * What can be said of an attempt that another program wrote. Nothing of these sentences knows of the lab's own model, templates
 * or updates: each is derived from the numbers beside it and from what the format names its readers.
 */
import { gapOf, type ForeignAttempt, type ForeignCandidate, type ForeignToken } from './foreign.ts'
import type { FormatId } from './formats.ts'
import { atStart, secondReader, type Readers } from './readers.ts'
import type { Has } from './tallies.ts'

/** What the file does not have, a sentence each, with what is missing on the screen for it. */
export function lacksOf(format: FormatId, has: Has): string[] {
  const reader = secondReader(format)
  if (!has.tokens)
    return [
      'It has the attempts\u2019 words and none of their tokens, so there is no strip and no token has credit.',
    ]
  return [
    ...(has.student ? [] : ['It has no log-probabilities of the model that wrote the attempts.']),
    ...(has.teacher
      ? []
      : [
          `It has none of a ${reader}, so the strip shows how likely each token was to its writer, and no gap.`,
        ]),
    ...(has.others ? [] : ['It has the chosen tokens alone: what else could have stood there is not in it.']),
    ...(has.rewards ? [] : ['It has no rewards.']),
    ...(has.feedback ? [] : ['It has no feedback in words.']),
  ]
}

/** What is known of a token, in one sentence. `percent` writes a probability as the screen does. */
export function tokenLine(
  { tokens }: ForeignAttempt,
  token: number | null,
  { writer, second: reader }: Readers,
  write: {
    percent: (probability: number) => string
    signed: (nats: number) => string
    name: (text: string) => string
  },
): string {
  if (tokens.length === 0) return 'The file has this attempt\u2019s words and none of its tokens.'
  const chosen = token === null ? undefined : tokens[token]
  if (!chosen) return 'Choose a token to see what was written down of it.'
  const { student, teacher } = chosen
  const name = write.name(chosen.text)
  const p = (logProb: number) => write.percent(Math.exp(logProb))
  if (student === null && teacher === null) return `Nothing was written down of how likely ${name} was.`
  if (teacher === null)
    return `${atStart(writer)} gave ${name} ${p(student!)}. No other reader\u2019s opinion is in the file.`
  if (student === null)
    return `${write.name(chosen.text)} was ${p(teacher)} to ${reader}; ${writer}\u2019s own number is not in the file.`
  const gap = gapOf(chosen)!
  const rival = rivalOf(chosen)
  return [
    `${atStart(writer)} gave ${name} ${p(student)}, ${reader} ${p(teacher)}: a gap of ${write.signed(gap)} nats`,
    rival === null
      ? '.'
      : `; of what is written down, ${reader} thinks ${write.name(rival.text)} likelier, at ${p(rival.teacher!)}.`,
  ].join('')
}

/** The candidate that the second reader gave most, where that is more than it gave the token; null where none is. */
export function rivalOf({ teacher, others }: ForeignToken): ForeignCandidate | null {
  const best = others.reduce<ForeignCandidate | null>(
    (most, other) => (other.teacher !== null && other.teacher > (most?.teacher ?? -Infinity) ? other : most),
    null,
  )
  return best !== null && teacher !== null && best.teacher! > teacher ? best : null
}
