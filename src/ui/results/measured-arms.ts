/** The arms of a class of problems as a chart draws them: SDPO, multi-turn with a window, best-of-k. */
import { armNames } from '../../lab/text/arm-names.ts'
import type { CurvePoint } from '../../results/files.ts'
import type { Arm } from '../../sdpo/config.ts'
import type { CurveArm } from '../discovery/Curve.tsx'
import { straight } from './straight.ts'

export const measuredArms: readonly { arm: Arm; curve: (window: string) => string }[] = [
  { arm: 'sdpo', curve: () => 'sdpo' },
  { arm: 'multi-turn', curve: (window) => `multi-turn, window ${window}` },
  { arm: 'best-of-k', curve: () => 'best-of-k' },
]

/** @param curves of one class, by arm; `window`: pieces of feedback that multi-turn reads */
export function armsOf(curves: Readonly<Record<string, readonly CurvePoint[]>>, window: string): CurveArm[] {
  return measuredArms.map(({ arm, curve }) => ({
    arm,
    label: armNames[arm],
    points: straight([{ k: 0, value: 0, low: 0, high: 0 }, ...curves[curve(window)]!]),
  }))
}
