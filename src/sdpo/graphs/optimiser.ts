/**
 * AdamW on one flat vector, or on R of them at once with a step, a norm and a guard each, with torch's clip_grad_norm_ before it (Loshchilov & Hutter 2019;
 * torch.optim.AdamW) and a guard: a non-finite loss or gradient leaves everything as it was.
 */
import type { Graph, Shape, Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { OptimiserConfig } from '../config.ts'

export interface OptimiserState {
  /** [n] or [R, n] each. */
  theta: Tensor
  firstMoment: Tensor
  secondMoment: Tensor
}

const largest = 3e38

/** `leading` [] for one vector, [R] for R of them. */
export function optimiserInputs(
  graph: Graph,
  length: number,
  leading: Shape = [],
): OptimiserState & { hyper: Tensor } {
  return {
    theta: graph.input('theta', 'f32', [...leading, length]),
    firstMoment: graph.input('first_moment', 'f32', [...leading, length]),
    secondMoment: graph.input('second_moment', 'f32', [...leading, length]),
    hyper: graph.input('hyper', 'f32', [...leading, hyperLength]),
  }
}

export const hyperLength = 8

/** The `hyper` input of a vector at its step t (1-based): knobs are data, so turning one rebuilds no session. */
export function hyperValues(config: OptimiserConfig, t: number): Float32Array {
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm } = config
  return Float32Array.of(
    learningRate,
    beta1,
    beta2,
    epsilon,
    weightDecay,
    maxGradNorm,
    1 - beta1 ** t,
    Math.sqrt(1 - beta2 ** t),
  )
}

/** The state after one step and each gradient's norm before clipping; `loss` and the norm have the leading shape. Weight decay is decoupled and applied first. */
export function adamW(
  state: OptimiserState,
  grad: Tensor,
  loss: Tensor,
  hyper: Tensor,
): OptimiserState & { gradNorm: Tensor } {
  const [lr, beta1, beta2, epsilon, decay, maxNorm, correction1, rootCorrection2] = ops.split(
    hyper,
    -1,
    Array<number>(hyperLength).fill(1),
  ) as Tensor[]
  const gradNorm = ops.sqrt(ops.sum(ops.mul(grad, grad), [-1], true))
  const losses = ops.reshape(loss, gradNorm.shape)
  const clipped = ops.mul(grad, ops.min(ops.div(maxNorm!, ops.add(gradNorm, 1e-6)), 1))
  const firstMoment = ops.add(ops.mul(state.firstMoment, beta1!), ops.mul(clipped, ops.sub(1, beta1!)))
  const secondMoment = ops.add(
    ops.mul(state.secondMoment, beta2!),
    ops.mul(ops.mul(clipped, clipped), ops.sub(1, beta2!)),
  )
  const scale = ops.add(ops.div(ops.sqrt(secondMoment), rootCorrection2!), epsilon!)
  const decayed = ops.mul(state.theta, ops.sub(1, ops.mul(lr!, decay!)))
  const theta = ops.sub(decayed, ops.div(ops.mul(firstMoment, ops.div(lr!, correction1!)), scale))

  const finite = ops.and(ops.less(gradNorm, largest), ops.less(ops.mul(losses, losses), largest))
  const guarded = (after: Tensor, before: Tensor) => ops.where(finite, after, before)
  return {
    theta: guarded(theta, state.theta),
    firstMoment: guarded(firstMoment, state.firstMoment),
    secondMoment: guarded(secondMoment, state.secondMoment),
    gradNorm: ops.reshape(gradNorm, loss.shape),
  }
}

/** The step's results as outputs, and those of the teacher, an input with its `ema_rate`. */
export function stepOutputs(
  graph: Graph,
  optimiser: ReturnType<typeof optimiserInputs>,
  grad: Tensor,
  loss: Tensor,
): void {
  const stepped = adamW(optimiser, grad, loss, optimiser.hyper)
  graph.output('theta_after', stepped.theta)
  graph.output('first_moment_after', stepped.firstMoment)
  graph.output('second_moment_after', stepped.secondMoment)
  graph.output(
    'teacher_after',
    ema(
      graph.input('teacher', 'f32', optimiser.theta.shape),
      stepped.theta,
      graph.input('ema_rate', 'f32', []),
    ),
  )
  graph.output('grad_norm', stepped.gradNorm)
}

/** Exponential moving average of the weights: lerp(teacher, student, rate) (lasgroup/SDPO dp_actor._update_teacher). */
export function ema(teacher: Tensor, student: Tensor, rate: Tensor): Tensor {
  return ops.add(ops.mul(teacher, ops.sub(1, rate)), ops.mul(student, rate))
}

/** Trust-region teacher: logits lerp(reference, student, mix) (dp_actor.TrustRegionTeacher). */
export function trustRegion(reference: Tensor, student: Tensor, mix: Tensor): Tensor {
  return ops.add(reference, ops.mul(ops.sub(student, reference), mix))
}
