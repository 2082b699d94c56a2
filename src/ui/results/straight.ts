/** Curves that were measured at some attempts, for a chart that draws steps: between two of them they go straight. */
import type { CurveArm } from '../discovery/Curve.tsx'
import type { CurvePoint } from '../../statistics/curves.ts'

/** At most this many steps a curve. */
const most = 256

export function straight(points: readonly CurvePoint[]): CurveArm['points'] {
  const by = Math.max(1, Math.ceil(points.at(-1)!.k / most))
  const first = points[0]!
  return [
    { k: first.k, solved: first.value, low: first.low, high: first.high },
    ...points.slice(1).flatMap((to, i) => {
      const from = points[i]!
      const steps = Math.ceil((to.k - from.k) / by)
      const at = (of: 'k' | 'value' | 'low' | 'high', step: number) =>
        from[of] + ((to[of] - from[of]) * step) / steps
      return Array.from({ length: steps }, (_, step) => ({
        k: at('k', step + 1),
        solved: at('value', step + 1),
        low: at('low', step + 1),
        high: at('high', step + 1),
      }))
    }),
  ]
}
