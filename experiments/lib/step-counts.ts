/** What a decoded token and an update ask of a graphics device, and whether that holds to the bars of docs/SPEED.md. */
import type { LlamaModel } from '../../src/lm/llama-model.ts'
import { gpuCounts, type GpuCounts } from './gpu-counts.ts'
import type { MeasuredSteps } from './measured-step.ts'

export interface StepCounts {
  /** Of all attempts. */
  token: GpuCounts
  update: GpuCounts
  /** Dispatches of the update by operator. */
  operators: ReadonlyMap<string, number>
}

/** Counts the steady state: sessions, kernels and remembered vectors are made before. */
export async function stepCounts(steps: MeasuredSteps): Promise<StepCounts> {
  const sample = (tokens: number) => gpuCounts(() => steps.sample(tokens))
  await sample(8)
  const [few, many] = [await sample(3), await sample(8)]
  const rows = steps.rowsOf(many.result)
  for (let i = 0; i < 2; i++) await steps.update(rows)
  const { counts: update, operators } = await gpuCounts(() => steps.update(rows))
  const names = Object.keys(update) as (keyof GpuCounts)[]
  const token = Object.fromEntries(
    names.map((name) => [name, (many.counts[name] - few.counts[name]) / 5]),
  ) as unknown as GpuCounts
  return { token, update, operators }
}

/** Each bar with what it is held against. */
export function countBars(
  { token, update }: StepCounts,
  { config: { layers } }: LlamaModel,
  attempts: number,
): { name: string; value: number; bar: number; holds: boolean }[] {
  const bar = (name: string, value: number, most: number) => ({
    name,
    value,
    bar: most,
    holds: value <= most,
  })
  return [
    bar('dispatches a token', token.dispatches, 12 * layers + 20),
    bar('submissions a token', token.submits, 4),
    bar('bytes up a token', token.uploaded, 16_000),
    bar('bytes down a token', token.readBack, 64 * attempts),
    bar('dispatches an update', update.dispatches, 90 * layers),
    bar('bytes up an update', update.uploaded, 300_000 * layers),
    bar('readbacks an update', update.readbacks, 4),
  ]
}
