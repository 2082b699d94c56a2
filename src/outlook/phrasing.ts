/** What an outlook and a diagnosis both say: a text within a sentence, words of it, a move of odds, and what most texts are. */

/** In quotes and on one line, cut where it is long. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return `\u201c${line.length > 60 ? `${line.slice(0, 59)}\u2026` : line}\u201d`
}

/** Words of somebody's text, three by name and the others counted. */
export function namedWords(words: readonly string[]): string {
  const named = words.slice(0, 3).map((word) => `\u201c${word}\u201d`)
  const rest = words.length - named.length
  if (rest > 0) return `${named.join(', ')} and ${rest === 1 ? 'one more word' : `${rest} more words`}`
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}

/** A move of log-odds, nats, as a factor of the odds: `up 3.2-fold`; null where it rounds to none. */
export function foldOf(nats: number): string | null {
  const factor = Math.exp(Math.abs(nats))
  if (factor < 1.05) return null
  const shown = factor >= 1000 ? 'over 1000' : factor >= 10 ? String(Math.round(factor)) : factor.toFixed(1)
  return nats > 0 ? `up ${shown}-fold` : `down ${shown}-fold`
}

/** A probability as a percentage that never says none or all of what is not. */
export function percent(p: number): string {
  if (p > 0 && p < 0.001) return '< 0.1 %'
  if (p < 0.01) return `${(p * 100).toFixed(1)} %`
  return p > 0.99 && p < 1 ? '> 99 %' : `${Math.round(p * 100)} %`
}

/** The text that stands there most often, the first of equals, and how often; null and 0 of none. */
export function commonest(texts: readonly string[]): [text: string | null, count: number] {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].reduce<[string | null, number]>(
    (best, each) => (each[1] > best[1] ? each : best),
    [null, 0],
  )
}
