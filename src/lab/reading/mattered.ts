/**
 * The tokens that mattered over a whole run: praise and blame added up wherever the same token came
 * after the same one. Attempts that teach nothing (mask 0) count for nothing.
 */
import type { RunView } from '../run/view.ts'

export interface MatteredToken {
  /** Of the token after its context; unique in the list. */
  key: string
  piece: string
  /** The token before it; null at the start of an attempt. */
  before: string | null
  /** Sum of the positive credit, and of the negative one's size, nats. */
  praise: number
  blame: number
  /** How often it was written. */
  count: number
  /** Where its |credit| is largest: the best example. `token` is a 0-based position. */
  best: { step: number; attempt: number; token: number; credit: number }
}

/** By praise + blame, largest first; the first written of equals. */
export function tokensThatMattered(run: RunView): MatteredToken[] {
  const found = new Map<string, MatteredToken>()
  for (const { attempts } of run.steps) {
    for (const { attempt, step, tokens, pieces, credit, reprompt } of attempts) {
      if (!credit || reprompt?.mask !== 1) continue
      credit.forEach((c, token) => {
        const key = `${token === 0 ? '' : tokens[token - 1]} ${tokens[token]}`
        const seen = found.get(key)
        const here = { step, attempt, token, credit: c }
        if (!seen) {
          found.set(key, {
            key,
            piece: pieces[token]!,
            before: token === 0 ? null : pieces[token - 1]!,
            praise: Math.max(0, c),
            blame: Math.max(0, -c),
            count: 1,
            best: here,
          })
          return
        }
        seen.praise += Math.max(0, c)
        seen.blame += Math.max(0, -c)
        seen.count++
        if (Math.abs(c) > Math.abs(seen.best.credit)) seen.best = here
      })
    }
  }
  return [...found.values()].sort((a, b) => b.praise + b.blame - (a.praise + a.blame))
}
