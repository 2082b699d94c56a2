/** Pretraining of the bundled model: next-token cross-entropy on the responses, all weights as one vector, AdamW. */
import { adamW, adamWInputs, f32, gradient, i64, program, type Tensors } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { BatchShape } from '../../src/lm/batch.ts'
import type { LlamaConfig } from '../../src/lm/config.ts'
import { weightsFromTheta } from '../../src/lm/graph-weights.ts'
import { forward, sequenceInputs } from '../../src/lm/llama.ts'
import { baseParameters, flatLayout } from '../../src/lm/parameters.ts'

/** The programs of one configuration: a step, and the log-probabilities [B, N] of the targets. */
export function pretraining(config: LlamaConfig) {
  const { length } = flatLayout(baseParameters(config))
  const batchInputs = ({ batch, prompt, response }: BatchShape) => ({
    theta: f32([length]),
    ...sequenceInputs(batch, prompt + response - 1),
    targets: i64([batch * response, 1]),
  })
  const logProbs = (
    { theta, targets, ...sequence }: Tensors<ReturnType<typeof batchInputs>>,
    { batch, prompt, response }: BatchShape,
  ) => {
    const logits = forward(config, weightsFromTheta(config, theta), sequence, {
      from: prompt - 1,
      count: response,
    })
    return ops.reshape(ops.gatherElements(ops.logSoftmax(logits), targets), [batch, response])
  }
  return {
    step: program({
      inputs: (shape: BatchShape) => ({
        ...batchInputs(shape),
        ...adamWInputs(length),
        mask: f32([shape.batch, shape.response]),
      }),
      build: (inputs, shape) => {
        const picked = logProbs(inputs, shape)
        const loss = ops.neg(ops.div(ops.total(ops.mul(picked, inputs.mask)), ops.total(inputs.mask)))
        const [grad] = gradient(loss, [inputs.theta])
        return { loss, ...adamW(inputs, grad, loss) }
      },
    }),
    score: program({
      inputs: batchInputs,
      build: (inputs, shape) => ({ logProbs: logProbs(inputs, shape) }),
    }),
  }
}
