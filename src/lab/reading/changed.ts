/**
 * What an attempt's tokens did to its chance to pass, measured by continuations of each prefix: the ground that every rule of
 * credit is to be held against. One number a token, V(after) - V(before), and one sentence computed from them.
 */
import { shareDifference } from '../../statistics/shares.ts'
import type { PrefixValues } from '../run/fold-queries.ts'
import type { AttemptView } from '../run/view.ts'
import { count, percent } from '../text/format.ts'
import type { Phrase } from '../text/phrase.ts'

/** By how much each token changed the share of continuations that pass. */
export function changesOf({ samples, passed }: PrefixValues): number[] {
  return passed.slice(1).map((after, t) => (after - passed[t]!) / samples)
}

/** The token whose change is the largest in a direction, among those that are more than chance; null where none is. */
function largest({ samples, passed }: PrefixValues, direction: 1 | -1): number | null {
  const certain = passed.slice(1).flatMap((after, t) => {
    const { value, low, high } = shareDifference(passed[t]!, after, samples)
    return (direction > 0 ? low > 0 : high < 0) ? [{ t, size: value * direction }] : []
  })
  return certain.sort((a, b) => b.size - a.size)[0]?.t ?? null
}

/** @param credit SDPO's credit of each token, log p_T - log p_S, or null where nobody re-read the attempt */
export function changedPhrase(
  attempt: Pick<AttemptView, 'pieces' | 'passed'>,
  values: PrefixValues,
  credit: readonly number[] | null,
): Phrase {
  const { samples, passed } = values
  const share = (t: number) => percent(passed[t]! / samples)
  const of = `${samples} continuations of each prefix`
  if (passed.slice(0, -1).every((n) => n === 0))
    return [`None of ${of} passes: too rare to be measured here.`]
  const direction = attempt.passed ? 1 : -1
  const at = largest(values, direction)
  const start = `By ${of}: `
  if (at === null)
    return [
      `${start}${passed[0] === 0 ? 'none passes' : `${share(0)} pass`} from the question alone, and no token’s change is more than chance.`,
    ]
  return [
    start,
    { token: attempt.pieces[at] ?? '' },
    ` ${direction > 0 ? 'raised' : 'lowered'} the chance to pass most, from `,
    { strong: `${share(at)} to ${share(at + 1)}` },
    '.',
    ...agreement(attempt.pieces, at, direction, credit),
  ]
}

/** Whether SDPO's credit points at the same token. */
function agreement(
  pieces: readonly string[],
  at: number,
  direction: 1 | -1,
  credit: readonly number[] | null,
): Phrase {
  if (!credit || credit.length === 0) return []
  const most = credit.reduce(
    (best, value, t) => (value * direction > credit[best]! * direction ? t : best),
    0,
  )
  const kind = direction > 0 ? 'highest' : 'lowest'
  if (credit[most]! * direction <= 0) return [' Hindsight’s credit points at no token in that direction.']
  return most === at
    ? [` Hindsight’s credit is ${kind} there too.`]
    : [` Hindsight’s credit is ${kind} at `, { token: pieces[most] ?? '' }, '.']
}

/** What measuring will take, for the button. */
export function changesCost(tokens: number, samples: number): string {
  return `writes ${count(tokens * samples, 'continuation', 'continuations')}`
}

/** A change of a probability in points of a hundred: `+0.2 %`, `−36 %`, `0 %` below a twentieth. */
export function points(change: number): string {
  const size = Math.abs(change) * 100
  if (size < 0.05) return '0\u202f%'
  return `${change < 0 ? '\u2212' : '+'}${size < 9.95 ? size.toFixed(1) : Math.round(size)}\u202f%`
}
