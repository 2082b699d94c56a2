/** Spearman's rank correlation, ties at their mean rank. */

/** In [-1, 1]; null where one of the two lists is all of one value, or they are shorter than two. Throws on lists of two lengths. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number | null {
  if (a.length !== b.length) throw new Error(`Ranks of ${a.length} and of ${b.length} values do not pair.`)
  const [x, y] = [ranks(a), ranks(b)]
  const mean = (a.length - 1) / 2
  const sum = (of: (i: number) => number) => a.reduce((total, _, i) => total + of(i), 0)
  const spread = Math.sqrt(sum((i) => (x[i]! - mean) ** 2) * sum((i) => (y[i]! - mean) ** 2))
  return spread === 0 || a.length < 2 ? null : sum((i) => (x[i]! - mean) * (y[i]! - mean)) / spread
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!)
  const result = new Array<number>(values.length)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++
    for (let k = from; k <= to; k++) result[order[k]!] = (from + to) / 2
    from = to + 1
  }
  return result
}
