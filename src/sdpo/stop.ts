/** When a run ends by itself. */
import { z } from 'zod'
import type { Verdict } from '../verify/verdict.ts'
import type { RunConfig } from './config.ts'

export const finishReasonSchema = z.enum(['solved', 'budget', 'mastered', 'plateau', 'stopped'])
export type FinishReason = z.infer<typeof finishReasonSchema>

/** 'mastered': at least half of this many latest attempts pass. */
export const masteryWindow = 32
/** 'plateau': none of this many latest attempts passed more of its tests than the best one before them. */
export const plateauWindow = 64

/**
 * Null while the run goes on; asked after whole steps. `shares`: of every judged attempt in order, the share of its
 * tests that it passed; a pass is 1.
 */
export function stopReason(
  config: Pick<RunConfig, 'stop' | 'budget'>,
  shares: readonly number[],
): FinishReason | null {
  const latest = shares.slice(-masteryWindow)
  const passed = (share: number) => share >= 1
  if (config.stop === 'first-pass' && shares.some(passed)) return 'solved'
  if (
    config.stop === 'mastered' &&
    latest.length === masteryWindow &&
    latest.filter(passed).length * 2 >= masteryWindow
  )
    return 'mastered'
  if (
    config.stop === 'plateau' &&
    shares.length > plateauWindow &&
    best(shares.slice(-plateauWindow)) <= best(shares.slice(0, -plateauWindow))
  )
    return 'plateau'
  return shares.length >= config.budget ? 'budget' : null
}

/** Of the tests, those passed; what the judge rewards in full has passed, and nothing else has. */
export function shareOf({
  reward,
  passedTests,
  totalTests,
}: Pick<Verdict, 'reward' | 'passedTests' | 'totalTests'>): number {
  return reward >= 1 ? 1 : Math.min(0.999, passedTests / Math.max(1, totalTests))
}

const best = (shares: readonly number[]) => shares.reduce((most, share) => Math.max(most, share), 0)
