/** What a diagnosis is held against: the events counted again, and chances worked out, by other means than it uses; for tests. */
import type { RunEvent, RunEventOf } from '../sdpo/events.ts'
import { of } from '../sdpo/run-events.testing.ts'

/** What the events say, counted anew. */
export class Recount {
  readonly sampled: RunEventOf<'attempt-sampled'>[]
  readonly judged: RunEventOf<'attempt-judged'>[]
  readonly scored: RunEventOf<'attempt-scored'>[]
  readonly updated: RunEventOf<'step-updated'>[]
  readonly start: RunEventOf<'run-started'>

  constructor(events: readonly RunEvent[]) {
    this.sampled = of(events, 'attempt-sampled')
    this.judged = of(events, 'attempt-judged')
    this.scored = of(events, 'attempt-scored')
    this.updated = of(events, 'step-updated')
    this.start = of(events, 'run-started')[0]!
  }

  get n(): number {
    return this.judged.length
  }
  get passes(): number {
    return this.judged.filter(({ verdict }) => verdict.status === 'passed').length
  }
  textsLike(shown: string): number {
    return this.sampled.filter(({ text }) => shorten(text) === shown).length
  }
  stepOf(attempt: number): number {
    return this.sampled.find((each) => each.attempt === attempt)!.step
  }
}

/** A text as sentences quote it. */
const shorten = (text: string) => {
  const line = text.trim().replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}\u2026` : line
}

/** Probability of at least `k` of `n` by luck. */
export function atLeast(k: number, n: number, p: number): number {
  const choose = (i: number) =>
    Array.from({ length: i }, (_, j) => (n - j) / (j + 1)).reduce((a, b) => a * b, 1)
  let sum = 0
  for (let i = k; i <= n; i++) sum += choose(i) * p ** i * (1 - p) ** (n - i)
  return sum
}

/** Of three options, of which the first attempt takes none: the share of all ways to go on that have found it. */
export function guessedBy(attempt: number): number {
  const missed = (left: number, options: number): number =>
    left === 0 ? 1 : ((options - 1) / options) * missed(left - 1, 2)
  return 1 - missed(attempt - 1, 3)
}

/** A percentage as it is written, against the probability that it is of. */
export function near(said: string, p: number): boolean {
  if (said.includes('<')) return p < 0.001
  if (said.includes('>')) return p > 0.99
  return Math.abs(Number(said) / 100 - p) <= 0.0051
}

/** The figures of a sentence, those within quotes left out. */
export const numbers = (text: string): number[] =>
  [...text.replace(/\u201c.*?\u201d/g, '').matchAll(/\d+(?:\.\d+)?/g)].map(([n]) => Number(n))

export const quotes = (text: string): string[] =>
  [...text.matchAll(/\u201c(.*?)\u201d/g)].map(([, inner]) => inner!)

export const spaced = (text: string): string => text.replace(/\s+/g, ' ')

/** What is quoted of a text before a token is its end. */
export const endsAlike = (quote: string, text: string): boolean =>
  quote.startsWith('\u2026') ? text.endsWith(quote.slice(1)) : quote === text
