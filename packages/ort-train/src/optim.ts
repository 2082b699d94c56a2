/**
 * Optimisers over one flat vector, or over R of them at once with a step, a norm and a guard each: AdamW
 * (Loshchilov & Hutter 2019; torch.optim.AdamW) after torch's clip_grad_norm_, and the moving average of weights.
 * They declare their own inputs and take their own feeds; spread both into any program.
 */
import type { Tensor } from './graph/graph.ts'
import * as ops from './graph/ops.ts'
import type { Shape } from './graph/shapes.ts'
import { f32, type Feeds, type Tensors } from './program/inputs.ts'

export interface AdamWConfig {
  learningRate: number
  /** Decay of the first moment, and of the second. */
  beta1: number
  beta2: number
  /** Added to the root of the second moment. */
  epsilon: number
  /** Decoupled, and applied before the step. */
  weightDecay: number
  /** Longest gradient; a longer one is scaled down to it. Infinity never clips. */
  maxGradNorm: number
}

/** What goes on from step to step, on the host: three vectors of one length, and how many steps were taken. */
export interface AdamWState {
  readonly theta: Float32Array
  readonly firstMoment: Float32Array
  readonly secondMoment: Float32Array
  readonly steps: number
}

/** The state before any step. */
export const adamWState = (theta: Float32Array): AdamWState => ({
  theta,
  firstMoment: new Float32Array(theta.length),
  secondMoment: new Float32Array(theta.length),
  steps: 0,
})

const hyperLength = 8

/** The inputs of a step over vectors of this length; `leading` is [] for one vector and [R] for R of them. */
export const adamWInputs = (length: number, leading: Shape = []) => ({
  theta: f32([...leading, length]),
  firstMoment: f32([...leading, length]),
  secondMoment: f32([...leading, length]),
  /** The settings and the step's number, as `adamWFeeds` gives them. */
  hyper: f32([...leading, hyperLength]),
})
export type AdamWInputs = ReturnType<typeof adamWInputs>

/** What `adamWInputs` are fed: one state, or R of them end to end. Settings are data, so turning one rebuilds no session. */
export function adamWFeeds(
  states: AdamWState | readonly AdamWState[],
  config: AdamWConfig,
): Feeds<AdamWInputs> {
  const all = 'theta' in states ? [states] : states
  return {
    theta: endToEnd(all.map(({ theta }) => theta)),
    firstMoment: endToEnd(all.map(({ firstMoment }) => firstMoment)),
    secondMoment: endToEnd(all.map(({ secondMoment }) => secondMoment)),
    hyper: endToEnd(all.map(({ steps }) => adamWSettings(config, steps + 1))),
  }
}

/**
 * The settings of step t, counted from 1, as a step reads them: learning rate, beta1, beta2, epsilon, weight decay, longest gradient, and
 * the bias corrections 1 - beta1^t and sqrt(1 - beta2^t), which are computed in float64.
 */
export function adamWSettings(config: AdamWConfig, t: number): Float32Array {
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

export type AdamWStep = {
  /** The vectors after the step, in the shapes of the inputs. */
  theta: Tensor
  firstMoment: Tensor
  secondMoment: Tensor
  /** Each gradient's length before clipping, in the leading shape. */
  gradNorm: Tensor
}

const largest = 3e38

/**
 * One step along a gradient of the shape of theta. `loss`, in the leading shape, is looked at alone: where it or the gradient is not
 * finite, that vector and its moments stay as they were.
 */
export function adamW(state: Tensors<AdamWInputs>, gradient: Tensor, loss: Tensor): AdamWStep {
  const [lr, beta1, beta2, epsilon, decay, maxNorm, correction1, rootCorrection2] = ops.split(
    state.hyper,
    -1,
    Array<number>(hyperLength).fill(1),
  ) as readonly [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]
  const { clipped, norm } = clipByNorm(gradient, maxNorm)
  const firstMoment = ops.add(ops.mul(state.firstMoment, beta1), ops.mul(clipped, ops.sub(1, beta1)))
  const secondMoment = ops.add(
    ops.mul(state.secondMoment, beta2),
    ops.mul(ops.mul(clipped, clipped), ops.sub(1, beta2)),
  )
  const scale = ops.add(ops.div(ops.sqrt(secondMoment), rootCorrection2), epsilon)
  const decayed = ops.mul(state.theta, ops.sub(1, ops.mul(lr, decay)))
  const theta = ops.sub(decayed, ops.div(ops.mul(firstMoment, ops.div(lr, correction1)), scale))

  const losses = ops.reshape(loss, norm.shape)
  const finite = ops.and(ops.less(norm, largest), ops.less(ops.mul(losses, losses), largest))
  const guarded = (after: Tensor, before: Tensor) => ops.where(finite, after, before)
  return {
    theta: guarded(theta, state.theta),
    firstMoment: guarded(firstMoment, state.firstMoment),
    secondMoment: guarded(secondMoment, state.secondMoment),
    gradNorm: ops.reshape(norm, loss.shape),
  }
}

/** A gradient [..., n] scaled down where it is longer than `maxNorm`, and its length before that, [..., 1] (torch.nn.utils.clip_grad_norm_). */
export function clipByNorm(gradient: Tensor, maxNorm: Tensor | number): { clipped: Tensor; norm: Tensor } {
  const norm = ops.sqrt(ops.sum(ops.mul(gradient, gradient), [-1], true))
  return { clipped: ops.mul(gradient, ops.min(ops.div(maxNorm, ops.add(norm, 1e-6)), 1)), norm }
}

/** Exponential moving average: (1 - rate) * average + rate * current. */
export function ema(average: Tensor, current: Tensor, rate: Tensor): Tensor {
  return ops.add(ops.mul(average, ops.sub(1, rate)), ops.mul(current, rate))
}

/** Vectors of one length end to end, policy by policy; a single one is itself, without a copy. */
export function endToEnd(vectors: readonly Float32Array[]): Float32Array {
  const [first, ...others] = vectors
  if (!first) throw new Error('There is no vector to lay end to end.')
  if (others.length === 0) return first
  const all = new Float32Array(vectors.length * first.length)
  vectors.forEach((vector, i) => all.set(vector, i * first.length))
  return all
}
