/** A small step on a backend, timed: what the choice between backends is made by. */
import { f32, program, SessionPool, type Runtime } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LlamaConfig } from '../lm/config.ts'
import type { LlamaModel } from '../lm/llama-model.ts'
import { countParameters } from '../lm/memory.ts'
import { Rng } from '../rng.ts'
import { defaultRunConfig } from '../sdpo/config.ts'
import { LlamaLearner } from '../sdpo/llama-learner.ts'
import type { Trial } from './backend-choice.ts'

interface TrialSize {
  promptTokens: number
  attempts: number
  newTokens: number
}

/** Of a model that is one graph, whose step is a moment; and of one that is run layer by layer: a few tokens, and a small update. */
export const trialSizes = {
  small: { promptTokens: 32, attempts: 8, newTokens: 8 },
  large: { promptTokens: 16, attempts: 4, newTokens: 4 },
} as const satisfies Record<string, TrialSize>

/** Two steps: the first makes the programs, and is told apart. */
export async function trialOf(
  model: LlamaModel,
  size: TrialSize,
  clock: () => number,
): Promise<Extract<Trial, { kind: 'measured' }>> {
  const timed = async () => {
    const start = clock()
    await step(model, size)
    return clock() - start
  }
  const first = await timed()
  return { kind: 'measured', first, step: await timed() }
}

async function step(model: LlamaModel, { promptTokens, attempts, newTokens }: TrialSize): Promise<void> {
  const { vocabulary } = model.config
  const prompt = Array.from({ length: promptTokens }, (_, i) => i % vocabulary)
  const rngs = Array.from({ length: attempts }, (_, i) => Rng.of(1, 'trial', i))
  const samples = await model.sample({
    prompt,
    theta: null,
    rngs,
    maxNewTokens: newTokens,
    temperature: 1,
    topP: 1,
  })
  const { loss, optimiser, teacher } = defaultRunConfig
  const learner = new LlamaLearner(model, LlamaLearner.initialTheta(model, 1))
  const rows = samples.map(({ tokens, logProbs }) => ({
    prompt,
    teacherPrompt: prompt,
    response: tokens,
    oldLogProbs: logProbs,
    mask: 1 as const,
    advantage: 0,
  }))
  await learner.update(rows, { loss, optimiser, teacher, temperature: 1, terms: { kind: 'distillation' } })
}

const square = 512
const rows = 64
const product = program({
  inputs: () => ({ x: f32([rows, square]), w: f32([square, square]) }),
  build: ({ x, w }) => ({ y: ops.gemm(x, w, false, true) }),
})

/**
 * Milliseconds that a trial step's matrix products take by themselves on the CPU, at the rate of this moment: less than any
 * step takes there. Every token is multiplied by every weight, and an update goes forward twice and back once.
 */
export async function floorOf(
  runtime: Runtime,
  config: LlamaConfig,
  { promptTokens, attempts, newTokens }: TrialSize,
  clock: () => number,
): Promise<number> {
  const pool = new SessionPool(runtime)
  try {
    const compiled = product.compile(pool)
    const values = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i))
    const feeds = { x: values(rows * square), w: values(square * square) }
    await compiled.run({}, feeds)
    const repeats = 8
    const start = clock()
    for (let i = 0; i < repeats; i++) await compiled.run({}, feeds)
    const perProduct = (clock() - start) / (repeats * rows * square * square)
    // The prompt is read once for all attempts: by sampling, and by the passes of an update.
    const tokens = 5 * (promptTokens + attempts * newTokens)
    return tokens * countParameters(config) * perProduct
  } finally {
    await pool.release()
  }
}
