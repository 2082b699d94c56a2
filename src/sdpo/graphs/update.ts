/**
 * One whole update in one graph: the student's forward pass over the responses, its loss against the
 * teacher's log-probabilities (an input), the backward pass, AdamW, and the EMA teacher. It is the update of R
 * policies at once: the gradient of the sum of their losses is each one's own gradient, as none sees another's rows.
 */
import { gradient, Graph, type Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { BatchShape } from '../../lm/batch.ts'
import type { LlamaConfig } from '../../lm/config.ts'
import { weightsWithAdapter, type LoraShape } from '../../lm/graph-weights.ts'
import { forward, sequenceInputs } from '../../lm/llama.ts'
import type { LossConfig } from '../config.ts'
import { aggregate } from './aggregate.ts'
import { studentOutput } from './distillation.ts'
import { optimiserInputs, stepOutputs } from './optimiser.ts'
import { tokenLosses } from './token-losses.ts'

export interface UpdateGraphOptions {
  config: LlamaConfig
  lora: LoraShape
  thetaLength: number
  /** R. */
  policies: number
  /** Rows of all policies, policy by policy. */
  shape: BatchShape
  loss: LossConfig
  /** Weight of the policy-gradient term: 0 SDPO alone, 1 GRPO alone. */
  grpoWeight: number
}

/** The part of the options that the graph's structure depends on. */
export function updateKey({ policies, shape, loss, grpoWeight }: UpdateGraphOptions): string {
  return [
    'update',
    policies,
    shape.batch,
    shape.prompt,
    shape.response,
    JSON.stringify(loss),
    grpoWeight,
  ].join('/')
}

/**
 * The graph of one whole update for R policies at once: forward pass, loss, backward pass, AdamW and the
 * teacher's step. The losses are summed, so that each policy's gradient is its own.
 */
export function updateGraph({
  config,
  lora,
  thetaLength,
  policies,
  shape,
  loss,
  grpoWeight,
}: UpdateGraphOptions): Graph {
  const graph = new Graph()
  const { batch, prompt, response } = shape
  const optimiser = optimiserInputs(graph, thetaLength, [policies])
  const weights = weightsWithAdapter(graph, config, lora, optimiser.theta)
  const logits = forward(config, weights, sequenceInputs(graph, batch, prompt + response - 1), {
    from: prompt - 1,
    count: response,
  })
  const output = studentOutput(ops.div(logits, graph.input('temperature', 'f32', [])))
  const losses = tokenLosses(graph, output, shape, loss, grpoWeight, () =>
    graph.input('teacher_log_probs', 'f32', [batch * response, config.vocabulary]),
  )

  const meanOf = (perToken: Tensor, mask: Tensor) => {
    const byPolicy = [policies, batch / policies, response]
    return aggregate(ops.reshape(perToken, byPolicy), ops.reshape(mask, byPolicy), loss.mean)
  }
  const terms: Tensor[] = []
  if (losses.distillation) {
    const mask = ops.mul(losses.responseMask, graph.input('distillation_mask', 'f32', [batch, 1]))
    terms.push(ops.mul(meanOf(losses.distillation.losses, mask), 1 - grpoWeight))
    graph.output('divergences', losses.distillation.divergences)
  }
  if (losses.policy) terms.push(ops.mul(meanOf(losses.policy, losses.responseMask), grpoWeight))

  const objective = terms.reduce((a, b) => ops.add(a, b))
  const [grad] = gradient(ops.total(objective), [optimiser.theta])
  stepOutputs(graph, optimiser, grad!, objective)
  graph.output('loss', objective)
  graph.output('gradient', grad!)
  graph.output('student_log_probs', losses.student)
  return graph
}
