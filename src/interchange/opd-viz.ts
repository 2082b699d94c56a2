/**
 * A rollout as opd-viz scores it (what its `/score` answers): a token a record, with both readers' log-probabilities, rounded by
 * it to a thousandth, and the likeliest tokens of either, whose probabilities it rounds to four places.
 */
import type { ForeignAttempt, ForeignCandidate, ForeignToken } from './foreign.ts'
import { candidatesOf, field, listOf, numberOf, textOf } from './values.ts'

export function isOpdViz(value: unknown): boolean {
  return (
    textOf(field(value, 'hint_prompt')) !== null &&
    listOf(field(value, 'tokens')).some((token) => textOf(field(token, 'tok')) !== null)
  )
}

export function readOpdViz(value: unknown): ForeignAttempt[] {
  const records = listOf(field(value, 'tokens'))
  if (records.length === 0) return []
  const tokens = records.map(tokenOf)
  return [
    {
      step: null,
      attempt: null,
      prompt: null,
      teacherPrompt: textOf(field(value, 'hint_prompt')),
      text: tokens.map(({ text }) => text).join(''),
      tokens,
      reward: numberOf(field(value, 'reward')),
      feedback: null,
      advantage: null,
    },
  ]
}

function tokenOf(record: unknown): ForeignToken {
  const text = textOf(field(record, 'tok')) ?? ''
  return {
    text,
    student: numberOf(field(record, 's_chosen')),
    teacher: numberOf(field(record, 't_chosen')),
    advantage: null,
    others: othersOf(record).filter((other) => other.text !== text),
  }
}

/** Those of either list once. A probability that was rounded to nothing has no logarithm, and is not known. */
function othersOf(record: unknown): ForeignCandidate[] {
  const found = new Map<string, { student: number | null; teacher: number | null }>()
  for (const [reader, name] of [
    ['student', 's_top'],
    ['teacher', 't_top'],
  ] as const)
    for (const pair of candidatesOf(field(record, name))) {
      const [said, given] = listOf(pair)
      const text = textOf(said)
      const probability = numberOf(given)
      if (text === null || probability === null || !(probability > 0 && probability <= 1)) continue
      const held = found.get(text) ?? { student: null, teacher: null }
      held[reader] ??= Math.log(probability)
      found.set(text, held)
    }
  return [...found].map(([text, readers]) => ({ text, ...readers }))
}
