/** The shared axis of paired bars. */
import type { ReadBar } from '../../lab/reading/credit.ts'

/** Right end of the probability axis: the next fifth above the longest bar. */
export function axisEnd(bars: readonly ReadBar[]): number {
  const longest = Math.max(...bars.flatMap((bar) => [bar.student ?? 0, bar.teacher ?? 0, bar.after ?? 0]))
  return Math.min(1, Math.max(0.2, Math.ceil(longest * 5 - 1e-9) / 5))
}
