/** Pretraining step of the bundled model: next-token cross-entropy on the responses, all weights as one vector, AdamW. */
import { gradient, Graph } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { BatchShape } from '../../src/lm/batch.ts'
import type { LlamaConfig } from '../../src/lm/config.ts'
import { weightsFromTheta } from '../../src/lm/graph-weights.ts'
import { forward, sequenceInputs } from '../../src/lm/llama.ts'
import { adamW, optimiserInputs } from '../../src/sdpo/graphs/optimiser.ts'

/** With `train` the step too, else only the log-probabilities [B, N] of the targets. */
export function pretrainingGraph(
  config: LlamaConfig,
  thetaLength: number,
  { batch, prompt, response }: BatchShape,
  train: boolean,
): Graph {
  const graph = new Graph()
  const optimiser = train ? optimiserInputs(graph, thetaLength) : null
  const theta = optimiser?.theta ?? graph.input('theta', 'f32', [thetaLength])
  const logits = forward(
    config,
    weightsFromTheta(config, theta),
    sequenceInputs(graph, batch, prompt + response - 1),
    { from: prompt - 1, count: response },
  )
  const targets = graph.input('targets', 'i64', [batch * response, 1])
  const picked = ops.reshape(ops.gatherElements(ops.logSoftmax(logits), targets), [batch, response])
  if (!optimiser) {
    graph.output('log_probs', picked)
    return graph
  }
  const mask = graph.input('mask', 'f32', [batch, response])
  const loss = ops.neg(ops.div(ops.total(ops.mul(picked, mask)), ops.total(mask)))
  const [grad] = gradient(loss, [theta])
  const stepped = adamW(optimiser, grad!, loss, optimiser.hyper)
  graph.output('theta_after', stepped.theta)
  graph.output('first_moment_after', stepped.firstMoment)
  graph.output('second_moment_after', stepped.secondMoment)
  graph.output('loss', loss)
  graph.output('grad_norm', stepped.gradNorm)
  return graph
}
