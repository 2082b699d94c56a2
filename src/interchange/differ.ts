/** Where two attempts part. */
import type { ForeignAttempt } from './foreign.ts'

/** How many tokens both begin with, by their texts; of attempts without tokens, how many letters. */
export interface Parting {
  of: 'tokens' | 'letters'
  same: number
  /** Nothing follows in either. */
  alike: boolean
}

export function partingOf(a: ForeignAttempt, b: ForeignAttempt): Parting {
  const tokens = a.tokens.length > 0 && b.tokens.length > 0
  const [first, second] = tokens
    ? [a.tokens.map(({ text }) => text), b.tokens.map(({ text }) => text)]
    : [[...a.text], [...b.text]]
  const at = first.findIndex((text, i) => text !== second[i])
  const same = at < 0 ? first.length : at
  return {
    of: tokens ? 'tokens' : 'letters',
    same,
    alike: same === first.length && same === second.length,
  }
}
