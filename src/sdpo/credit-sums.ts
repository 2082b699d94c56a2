/** Praise and blame added up wherever the same token came after the same one, whoever wrote the run. */

export interface MatteredToken {
  /** Of the token after its context; unique in the list. */
  key: string
  piece: string
  /** The token before it; null at the start of an attempt. */
  before: string | null
  /** Sum of the positive credit, and of the negative one's size. */
  praise: number
  blame: number
  /** How often it was written. */
  count: number
  /** Where its |credit| is largest: the best example. `token` is a 0-based position. */
  best: { step: number; attempt: number; token: number; credit: number }
}

/** An attempt of which every token has credit or is not known to. */
export interface CreditedAttempt {
  step: number
  attempt: number
  pieces: readonly string[]
  /** What tells tokens apart: ids, or the texts where those are all that is known. */
  tokens: readonly (number | string)[]
  credit: readonly (number | null)[]
}

export class CreditSums {
  private readonly found = new Map<string, MatteredToken>()
  /** Places of tokens that are not counted, since so many others are. */
  private left = 0

  /** `most`: distinct tokens, each after the one before it, that are counted. */
  constructor(private readonly most = Infinity) {}

  add({ step, attempt, pieces, tokens, credit }: CreditedAttempt): void {
    for (const [token, c] of credit.entries()) {
      if (c === null) continue
      const key = `${token === 0 ? '' : tokens[token - 1]} ${tokens[token]}`
      const seen = this.found.get(key)
      if (!seen && this.found.size >= this.most) {
        this.left++
        continue
      }
      const best = { step, attempt, token, credit: c }
      if (!seen) {
        this.found.set(key, {
          key,
          piece: pieces[token] ?? '',
          before: token === 0 ? null : (pieces[token - 1] ?? ''),
          praise: Math.max(0, c),
          blame: Math.max(0, -c),
          count: 1,
          best,
        })
        continue
      }
      seen.praise += Math.max(0, c)
      seen.blame += Math.max(0, -c)
      seen.count++
      if (Math.abs(c) > Math.abs(seen.best.credit)) seen.best = best
    }
  }

  /** Places that were left out. */
  get uncounted(): number {
    return this.left
  }

  /** By praise and blame together, largest first; the first written of equals. */
  ranked(): MatteredToken[] {
    return [...this.found.values()].sort((a, b) => b.praise + b.blame - (a.praise + a.blame))
  }
}
