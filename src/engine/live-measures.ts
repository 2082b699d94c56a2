/** What is measured of a problem on the loaded model before any run of it; the adapter and whether the model thinks are the run's under way, whose model it shares. */
import { worthOfTelling } from '../outlook/worth.ts'
import { validateProblem } from '../verify/validate.ts'
import { baseRate } from './base-rate.ts'
import type { Host, Loaded, ModelUse } from './host.ts'
import type { Command } from './protocol.ts'

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>

/** What each measure of telling is worth to the teacher. */
export async function measureWorth(
  host: Host,
  { model: loaded }: Loaded,
  inUse: ModelUse | null,
  { requestId, problem: given, config }: CommandOf<'worth'>,
): Promise<void> {
  const problem = await validateProblem(given, host.judge)
  const model = await loaded.forRun(inUse ?? config)
  const worth = await worthOfTelling({ model, problem, config, judge: host.judge.judge })
  host.onEngineEvent({ type: 'worth-measured', requestId, worth })
}

/** How often the untouched model passes. */
export async function measureBaseRate(
  host: Host,
  { model: loaded }: Loaded,
  inUse: ModelUse | null,
  { requestId, problem: given, config, samples }: CommandOf<'base-rate'>,
): Promise<void> {
  const problem = await validateProblem(given, host.judge)
  const model = await loaded.forRun(inUse ?? config)
  const rate = await baseRate(model, host.judge.judge, problem, config, samples)
  host.onEngineEvent({ type: 'base-rate-measured', requestId, ...rate })
}
