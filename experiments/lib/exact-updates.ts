/** The updates of a reading in float64: what both backends are held against. */
import type { LlamaModel } from '../../src/lm/llama-model.ts'
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import type { UpdateRow } from '../../src/sdpo/learner.ts'
import { sparse, statesOf, type UpdateReading } from './agreement.ts'
import { doubleUpdate, type DoubleBase } from './double-update.ts'
import { measuredConfig } from './measured-step.ts'

/** On the rows that a backend has drawn; the model is any that has these weights. */
export async function exactUpdates(
  model: LlamaModel,
  rows: readonly UpdateRow[],
  base: DoubleBase,
): Promise<UpdateReading[]> {
  const updates: UpdateReading[] = []
  for (const { student, teacher } of statesOf(model)) {
    const states = [new LlamaLearner(model, student, teacher).snapshot()]
    const request = { model, states, starts: [student], rows, config: measuredConfig }
    const { loss, gradient } = await doubleUpdate(request, base)
    updates.push({ loss, gradNorm: norm(gradient), gradient: sparse(gradient) })
  }
  return updates
}

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0))
