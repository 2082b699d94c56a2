/** How well a score tells positives from negatives. */

/** P(a positive scores higher than a negative), ties counting half (Mann-Whitney); .5 where one kind is missing. */
export function areaUnderCurve(points: readonly { score: number; positive: boolean }[]): number {
  const sorted = [...points].sort((a, b) => a.score - b.score)
  const positives = sorted.filter(({ positive }) => positive).length
  const negatives = sorted.length - positives
  if (positives === 0 || negatives === 0) return 0.5
  let ranks = 0
  for (let i = 0; i < sorted.length;) {
    let j = i
    while (j < sorted.length && sorted[j]!.score === sorted[i]!.score) j++
    for (let k = i; k < j; k++) if (sorted[k]!.positive) ranks += (i + 1 + j) / 2
    i = j
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives)
}
