/** The programs of a model that is one graph: scoring, reading prompts, and one decoding step. */
import { f32, program, type Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { BatchShape } from './batch.ts'
import type { LlamaConfig } from './config.ts'
import { baseInputs, weightsOf, type LoraShape } from './graph-weights.ts'
import { decodeInputs, decodeStep, forward, sequenceInputs, type DecodeShape } from './llama.ts'
import { adapterParameters, flatLayout } from './parameters.ts'

/** The base's weights as inputs, and the thetas of R policies [R, n]. */
const adaptedInputs = (config: LlamaConfig, lora: LoraShape, policies: number) => ({
  base: baseInputs(config),
  theta: f32([policies, flatLayout(adapterParameters(config, lora.rank)).length]),
})

export interface ScoreOptions extends BatchShape {
  policies: number
}

/** What reading prompts and decoding depend on beside their sizes: without adapters there is no theta. */
interface Adapted {
  adapted: boolean
}

/** The programs for one configuration and shape of adapter. */
export function wholePrograms(config: LlamaConfig, lora: LoraShape) {
  const weightInputs = ({ adapted, policies }: Adapted & { policies: number }) => {
    const { base, theta } = adaptedInputs(config, lora, policies)
    return { base, theta: adapted ? theta : undefined }
  }
  return {
    /** Log-probabilities of every response column, [B * N, V]. */
    score: program({
      inputs: ({ policies, batch, shared, prompt, response }: ScoreOptions) => ({
        ...adaptedInputs(config, lora, policies),
        ...sequenceInputs(batch, prompt + response - 1, shared),
        temperature: f32([]),
      }),
      build: ({ base, theta, temperature, ...sequence }, { prompt, response }) => {
        const weights = weightsOf(config, lora, base, theta)
        const logits = forward(config, weights, sequence, { from: prompt - 1, count: response })
        return { logProbs: ops.logSoftmax(ops.div(logits, temperature)) }
      },
    }),
    /** Logits after each of R prompts [R, V], and their caches. */
    prefill: program({
      inputs: (options: Adapted & { policies: number; prompt: number }) => ({
        ...weightInputs(options),
        ...sequenceInputs(options.policies, options.prompt),
      }),
      build: ({ base, theta, ...sequence }, { prompt }) => {
        const keys: Tensor[] = []
        const values: Tensor[] = []
        const weights = weightsOf(config, lora, base, theta)
        const logits = forward(config, weights, sequence, { from: prompt - 1, count: 1 }, (_, kv) => {
          keys.push(kv.keys)
          values.push(kv.values)
        })
        return { logits, keys: ops.concat(keys, 0), values: ops.concat(values, 0) }
      },
    }),
    /** Logits after each attempt's new token [R * G, V], and the responses' caches with it. */
    decode: program({
      inputs: (options: Adapted & DecodeShape) => ({
        ...weightInputs(options),
        ...decodeInputs(config, options),
      }),
      build: ({ base, theta, ...inputs }) => decodeStep(config, weightsOf(config, lora, base, theta), inputs),
    }),
  }
}
