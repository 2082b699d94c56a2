/** When a run ends by itself. */
import type { RunConfig } from './config.ts'

export type FinishReason = 'solved' | 'budget' | 'mastered' | 'stopped'

/** 'mastered': at least half of this many latest attempts pass. */
export const masteryWindow = 32

/** Null while the run goes on; asked after whole steps. `passed`: every judged attempt in order. */
export function stopReason(config: Pick<RunConfig, 'stop' | 'budget'>, passed: readonly boolean[]): FinishReason | null {
  const latest = passed.slice(-masteryWindow)
  if (config.stop === 'first-pass' && passed.includes(true)) return 'solved'
  if (config.stop === 'mastered' && latest.length === masteryWindow && latest.filter(Boolean).length * 2 >= masteryWindow) return 'mastered'
  return passed.length >= config.budget ? 'budget' : null
}
