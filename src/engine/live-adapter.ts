/** The student's adapter taken home from a run, and whether one from elsewhere fits the model. */
import type { Host, Loaded } from './host.ts'
import type { Command } from './protocol.ts'
import { adapterOf, openAdapter, type RunUnderWay } from './run-under-way.ts'

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>

/** Throws an EngineFault where nothing was trained, or the step is not kept. */
export function makeAdapter(
  host: Host,
  run: RunUnderWay,
  model: Loaded['model'],
  { requestId, step }: CommandOf<'adapter'>,
): void {
  host.onEngineEvent({ type: 'adapter-made', requestId, step, zip: adapterOf(run, model, step) })
}

/** Throws an EngineFault where a run on this model cannot start from it. */
export async function fitAdapter(
  host: Host,
  model: Loaded['model'],
  { requestId, name, zip }: CommandOf<'fit-adapter'>,
): Promise<void> {
  const adapter = await openAdapter(name, zip)
  model.checkFit(adapter)
  const { rank, alpha, base } = adapter
  host.onEngineEvent({ type: 'adapter-fits', requestId, name, rank, alpha, base })
}
