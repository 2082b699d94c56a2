/**
 * AdamW on one flat vector, with torch's clip_grad_norm_ before it (Loshchilov & Hutter 2019;
 * torch.optim.AdamW) and a guard: a non-finite loss or gradient leaves everything as it was.
 */
import type { Graph, Tensor } from '../../graph/graph.ts'
import * as ops from '../../graph/ops.ts'
import type { OptimiserConfig } from '../config.ts'

export interface OptimiserState {
  /** [n] each. */
  theta: Tensor
  firstMoment: Tensor
  secondMoment: Tensor
}

const largest = 3e38

export function optimiserInputs(graph: Graph, length: number): OptimiserState & { hyper: Tensor } {
  return {
    theta: graph.input('theta', 'f32', [length]),
    firstMoment: graph.input('first_moment', 'f32', [length]),
    secondMoment: graph.input('second_moment', 'f32', [length]),
    hyper: graph.input('hyper', 'f32', [hyperLength]),
  }
}

const hyperLength = 8

/** The `hyper` input of step t (1-based): knobs are data, so turning one rebuilds no session. */
export function hyperValues(config: OptimiserConfig, t: number): Float32Array {
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm } = config
  return Float32Array.of(learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm, 1 - beta1 ** t, Math.sqrt(1 - beta2 ** t))
}

export function globalNorm(grad: Tensor): Tensor {
  return ops.sqrt(ops.total(ops.mul(grad, grad)))
}

/** The state after one step and the gradient's norm before clipping. Weight decay is decoupled and applied first. */
export function adamW(state: OptimiserState, grad: Tensor, loss: Tensor, hyper: Tensor): OptimiserState & { gradNorm: Tensor } {
  const [lr, beta1, beta2, epsilon, decay, maxNorm, correction1, rootCorrection2] = ops.split(hyper, 0, Array<number>(hyperLength).fill(1)) as Tensor[]
  const gradNorm = globalNorm(grad)
  const clipped = ops.mul(grad, ops.min(ops.div(maxNorm!, ops.add(gradNorm, 1e-6)), 1))
  const firstMoment = ops.add(ops.mul(state.firstMoment, beta1!), ops.mul(clipped, ops.sub(1, beta1!)))
  const secondMoment = ops.add(ops.mul(state.secondMoment, beta2!), ops.mul(ops.mul(clipped, clipped), ops.sub(1, beta2!)))
  const scale = ops.add(ops.div(ops.sqrt(secondMoment), rootCorrection2!), epsilon!)
  const decayed = ops.mul(state.theta, ops.sub(1, ops.mul(lr!, decay!)))
  const theta = ops.sub(decayed, ops.div(ops.mul(firstMoment, ops.div(lr!, correction1!)), scale))

  const finite = ops.and(ops.less(gradNorm, largest), ops.less(ops.mul(loss, loss), largest))
  const guarded = (after: Tensor, before: Tensor) => ops.where(finite, after, before)
  return {
    theta: guarded(theta, state.theta),
    firstMoment: guarded(firstMoment, state.firstMoment),
    secondMoment: guarded(secondMoment, state.secondMoment),
    gradNorm,
  }
}

/** Exponential moving average of the weights: lerp(teacher, student, rate) (lasgroup/SDPO dp_actor._update_teacher). */
export function ema(teacher: Tensor, student: Tensor, rate: Tensor): Tensor {
  return ops.add(ops.mul(teacher, ops.sub(1, rate)), ops.mul(student, rate))
}

/** Trust-region teacher: logits lerp(reference, student, mix) (dp_actor.TrustRegionTeacher). */
export function trustRegion(reference: Tensor, student: Tensor, mix: Tensor): Tensor {
  return ops.add(reference, ops.mul(ops.sub(student, reference), mix))
}
