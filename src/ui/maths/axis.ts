/** The shared axis of paired bars. */
import type { Bar } from '../../lab/reading/credit.ts'

/** Right end of the probability axis: the next fifth above the longest bar. */
export function axisEnd(bars: readonly Bar[]): number {
  const longest = Math.max(...bars.flatMap((bar) => [bar.student, bar.teacher, bar.after ?? 0]))
  return Math.min(1, Math.max(0.2, Math.ceil(longest * 5 - 1e-9) / 5))
}
