/** Many independent samples of one prompt, counted by what they say, in the way that is cheapest for the model. */
import type { Rng } from '../rng.ts'
import { LlamaModel } from './llama-model.ts'
import type { LanguageModel, Theta } from './model.ts'
import { sampleCounts, type SampleCount } from './sample-tree.ts'

export interface ContinuationsRequest {
  /** Token ids. */
  prompt: readonly number[]
  theta: Theta
  /** How many samples. */
  count: number
  /** The generator of a sample by its number, from 0; a tree of samples draws all from that of 0. */
  rngOf: (n: number) => Rng
  maxNewTokens: number
  temperature: number
  /** 1 = off. */
  topP: number
}

/** Samples of a batch. */
const together = 32

/** Whether very many samples cost this model little: those that begin alike are decoded once. */
function drawsAsTree(model: LanguageModel, topP: number): model is LlamaModel {
  return model instanceof LlamaModel && model.passes.kind === 'whole' && topP === 1
}

/** Samples with how often each was drawn; the counts add up to `count`. */
export async function continuations(
  model: LanguageModel,
  request: ContinuationsRequest,
): Promise<SampleCount[]> {
  const { count, rngOf, topP, ...rest } = request
  if (drawsAsTree(model, topP)) return sampleCounts(model, { ...rest, count, rng: rngOf(0) })
  const all: SampleCount[] = []
  for (let from = 0; from < count; from += together) {
    const rngs = Array.from({ length: Math.min(together, count - from) }, (_, n) => rngOf(from + n))
    for (const { tokens, finish } of await model.sample({ ...rest, topP, rngs }))
      all.push({ tokens, count: 1, finish })
  }
  return all
}
