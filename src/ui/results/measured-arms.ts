/** The arms of a class of problems as a chart draws them: SDPO, multi-turn with a window, best-of-k, and best-of-k that judges no program twice, the strongest sampler. */
import { armNames } from '../../lab/text/arm-names.ts'
import type { CurvePoint } from '../../statistics/curves.ts'
import type { CurveArm } from '../discovery/Curve.tsx'
import { straight } from './straight.ts'

interface MeasuredArm extends Pick<CurveArm, 'arm' | 'label' | 'short'> {
  /** What the files of results call it. */
  curve: (window: string) => string
}

export const measuredArms: readonly MeasuredArm[] = [
  { arm: 'sdpo', label: armNames.sdpo, curve: () => 'SDPO' },
  { arm: 'multi-turn', label: armNames['multi-turn'], curve: (window) => `multi-turn, window ${window}` },
  { arm: 'best-of-k', label: armNames['best-of-k'], curve: () => 'best-of-k' },
  {
    arm: 'no-repeats',
    label: 'best-of-k without repeats',
    short: 'no repeats',
    curve: () => 'best-of-k, no program twice',
  },
]

/** @param curves of one class, by arm; `window`: pieces of feedback that multi-turn reads */
export function armsOf(curves: Readonly<Record<string, readonly CurvePoint[]>>, window: string): CurveArm[] {
  return measuredArms.map(({ curve, ...arm }) => ({
    ...arm,
    points: straight([{ k: 0, value: 0, low: 0, high: 0 }, ...curves[curve(window)]!]),
  }))
}
