/**
 * One whole update in one graph: the student's forward pass over the responses, its loss against the
 * teacher's log-probabilities (an input), the backward pass, AdamW, and the EMA teacher. It is the update of R
 * policies at once: the gradient of the sum of their losses is each one's own gradient, as none sees another's rows.
 */
import { Graph, type Tensor } from '../../graph/graph.ts'
import { gradient } from '../../graph/autodiff.ts'
import * as ops from '../../graph/ops.ts'
import type { BatchShape } from '../../lm/batch.ts'
import type { LlamaConfig } from '../../lm/config.ts'
import { weightsWithAdapter, type LoraShape } from '../../lm/graph-weights.ts'
import { forward, sequenceInputs } from '../../lm/llama.ts'
import type { LossConfig } from '../config.ts'
import { aggregate } from './aggregate.ts'
import { divergence, importanceWeight, sampled, sequenceLevel, studentOutput, tokenLevel } from './distillation.ts'
import { adamW, ema, optimiserInputs } from './optimiser.ts'
import { defaultPolicyClip, policyLoss } from './policy.ts'

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
  return ['update', policies, shape.batch, shape.prompt, shape.response, JSON.stringify(loss), grpoWeight].join('/')
}

export function updateGraph({ config, lora, thetaLength, policies, shape, loss, grpoWeight }: UpdateGraphOptions): Graph {
  const graph = new Graph()
  const { batch, prompt, response } = shape
  const tokens = batch * response
  const optimiser = optimiserInputs(graph, thetaLength, [policies])
  const weights = weightsWithAdapter(graph, config, lora, optimiser.theta)
  const logits = forward(config, weights, sequenceInputs(graph, batch, prompt + response - 1), { from: prompt - 1, count: response })
  const output = studentOutput(ops.div(logits, graph.input('temperature', 'f32', [])))

  const targets = graph.input('targets', 'i64', [tokens, 1])
  const responseMask = graph.input('response_mask', 'f32', [batch, response])
  const student = ops.reshape(sampled(output.logProbs, targets), [batch, response])
  const terms: Tensor[] = []
  const meanOf = (losses: Tensor, mask: Tensor) => {
    const byPolicy = [policies, batch / policies, response]
    return aggregate(ops.reshape(losses, byPolicy), ops.reshape(mask, byPolicy), loss.mean)
  }

  if (grpoWeight < 1) {
    const teacherLogProbs = graph.input('teacher_log_probs', 'f32', [tokens, config.vocabulary])
    const mask = ops.mul(responseMask, graph.input('distillation_mask', 'f32', [batch, 1]))
    const teacher = ops.reshape(sampled(teacherLogProbs, targets), [batch, response])
    const full = ops.reshape(divergence(output, teacherLogProbs, loss), [batch, response])
    const plain = grain(loss, full, student, teacher, responseMask)
    const weighted = loss.isClip === null ? plain : ops.mul(plain, importanceWeight(student, graph.input('old_log_probs', 'f32', [batch, response]), loss.isClip))
    terms.push(ops.mul(meanOf(weighted, mask), 1 - grpoWeight))
    graph.output('divergences', full)
  }
  if (grpoWeight > 0) {
    const old = graph.inputs.find(({ name }) => name === 'old_log_probs') ?? graph.input('old_log_probs', 'f32', [batch, response])
    const advantages = ops.expand(graph.input('advantages', 'f32', [batch, 1]), [batch, response])
    terms.push(ops.mul(meanOf(policyLoss(student, old, advantages, defaultPolicyClip).losses, responseMask), grpoWeight))
  }

  const objective = terms.reduce((a, b) => ops.add(a, b))
  const [grad] = gradient(ops.total(objective), [optimiser.theta])
  const stepped = adamW(optimiser, grad!, objective, optimiser.hyper)
  graph.output('theta_after', stepped.theta)
  graph.output('first_moment_after', stepped.firstMoment)
  graph.output('second_moment_after', stepped.secondMoment)
  graph.output('teacher_after', ema(graph.input('teacher', 'f32', [policies, thetaLength]), stepped.theta, graph.input('ema_rate', 'f32', [])))
  graph.output('loss', objective)
  graph.output('grad_norm', stepped.gradNorm)
  graph.output('gradient', grad!)
  graph.output('student_log_probs', student)
  return graph
}

/** The three grains of the same credit, [B, N]. */
function grain(loss: LossConfig, logit: Tensor, student: Tensor, teacher: Tensor, mask: Tensor): Tensor {
  switch (loss.grain) {
    case 'logit':
      return logit
    case 'token':
      return tokenLevel(student, teacher, loss.advantageClip)
    case 'sequence':
      return sequenceLevel(student, teacher, mask, loss.advantageClip)
    default:
      return loss.grain satisfies never
  }
}
