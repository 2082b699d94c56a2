/** What buffers are there as steps go on: a leak of one buffer a step is what ends a long run on a graphics device. */
import type { Runtime } from 'ort-train'
import { openRandom } from './random-model.ts'
import { liveBuffers } from './gpu-counts.ts'
import { MeasuredSteps } from './measured-step.ts'

/** One layer: buffers are made a step and a pass, and a layer more would make only more of the same. */
const shape = {
  model_type: 'llama',
  hidden_size: 32,
  intermediate_size: 64,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  vocab_size: 320,
  max_position_embeddings: 64,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
}
/** Steps until everything that is kept is there. */
const settled = 10

interface Growth {
  steps: number
  /** Bytes and buffers after the last step that are not there after the tenth. */
  bytes: number
  buffers: number
}

/** Steps of two attempts of four tokens, sampled and learned from. `onStep` hears what is there after each. Buffers are counted from `countFromHereOn` on. */
export async function bufferGrowth(
  runtime: Runtime,
  steps: number,
  onStep: (step: number, there: ReturnType<typeof liveBuffers>) => void = () => {},
): Promise<Growth> {
  if (steps <= settled) throw new Error(`Buffers settle in ${settled} steps: take more.`)
  const { model, weights } = await openRandom(runtime, shape, 'f32')
  const prompt = Array.from({ length: 8 }, (_, i) => i)
  const measured = new MeasuredSteps(model, { prompt, teacherPrompt: prompt }, 2)
  let before = liveBuffers()
  for (let step = 1; step <= steps; step++) {
    await measured.update(measured.rowsOf(await measured.sample(4)))
    if (step === settled) before = liveBuffers()
    onStep(step, liveBuffers())
  }
  const after = liveBuffers()
  await model.dispose()
  weights.release()
  return { steps, bytes: after.bytes - before.bytes, buffers: after.buffers - before.buffers }
}
