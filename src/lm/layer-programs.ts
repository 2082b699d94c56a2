/**
 * The programs of one layer, run once for each with that layer's weights: forward, forward with the caches, backward,
 * one decoding step; and those of the head. What stays on the device is fed to the next of them.
 */
import { f32, gradient, i64, onDevice, program, sizeOf, type Tensor, type Tensors } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { SharedShape } from './batch.ts'
import type { LlamaConfig } from './config.ts'
import { loraOf, missing, unflatten, type LayerWeights, type LoraShape } from './graph-weights.ts'
import { headInputs, headLogits, type HeadOptions } from './head.ts'
import { causalBias, decodeLayer, sequenceLayer } from './layer.ts'
import { gridOf, sequenceInputs } from './llama.ts'
import type { LayerFormats } from './loaded-weights.ts'
import { matrixInputs, matrixProduct, type MatrixUse } from './matrix-inputs.ts'
import {
  flatLayout,
  layerAdapterParameters,
  layerParameters,
  projections,
  projectionShape,
  type Projection,
} from './parameters.ts'
import { sharedLayer } from './shared-layer.ts'

/** What the graph of a layer over whole sequences depends on. */
export interface SequenceOptions {
  /** R; null: no adapter. */
  policies: number | null
  batch: number
  length: number
  shared?: SharedShape | undefined
  /** How far back a query sees; null: everything behind it. */
  window: number | null
  formats: LayerFormats
}

/** What the graph of a decoding step depends on. */
export interface LayerDecodeOptions {
  /** R: prompts; an adapter each where `adapted`. */
  policies: number
  adapted: boolean
  /** R * G. */
  rows: number
  prompt: number
  response: number
  formats: LayerFormats
}

/** Cosines and sines at positions 0 .. count - 1. */
const rotationInputs = ({ headDim }: LlamaConfig, positions: number) => ({
  cos: f32([positions, headDim / 2]),
  sin: f32([positions, headDim / 2]),
})

/** A layer's weights: norms and biases by their names within it, and matrices by projection. */
const layerInputs = (config: LlamaConfig, formats: LayerFormats, use: MatrixUse) => ({
  vectors: Object.fromEntries(
    layerParameters(config)
      .filter(({ shape }) => shape.length === 1)
      .map(({ name, shape }) => [name, f32(shape)]),
  ),
  matrices: Object.fromEntries(
    projections.map((projection) => [
      projection,
      matrixInputs(projectionShape(config, projection), formats[projection], use),
    ]),
  ) as Record<Projection, ReturnType<typeof matrixInputs>>,
})

/** The programs for one configuration and shape of adapter. */
export function layerPrograms(config: LlamaConfig, lora: LoraShape) {
  const { hiddenSize, kvHeads, headDim } = config
  const slots = layerAdapterParameters(config, lora.rank)
  const thetaLength = flatLayout(slots).length
  const thetaInput = (policies: number) => f32([policies, thetaLength])

  const weightsOf = (
    { vectors, matrices }: Tensors<ReturnType<typeof layerInputs>>,
    theta: Tensors<{ theta: ReturnType<typeof thetaInput> }>['theta'] | undefined,
    formats: LayerFormats,
    use: MatrixUse,
  ): LayerWeights => {
    const products = new Map(
      projections.map((projection) => [
        projection,
        matrixProduct(matrices[projection], projectionShape(config, projection), formats[projection], use),
      ]),
    )
    const adapters = theta && unflatten(theta, slots)
    return {
      vector: (name) => vectors[name] ?? missing(name),
      product: (x, projection) => (products.get(projection) ?? missing(projection))(x),
      ...(adapters && {
        adapter: (projection) => loraOf({ matrices: adapters, scale: lora.scale }, projection),
      }),
    }
  }

  const grid = ({ batch, length, shared }: SequenceOptions) => gridOf(batch, length, shared)
  const sequence = (options: SequenceOptions) => {
    const { policies, batch, length, shared, formats } = options
    const { positions, keyBias, sharedKeyBias } = sequenceInputs(batch, length, shared)
    return {
      x: f32([sizeOf(grid(options)), hiddenSize]),
      positions,
      keyBias,
      sharedKeyBias,
      rotation: rotationInputs(config, grid(options)[1]),
      weights: layerInputs(config, formats, 'sequence'),
      theta: policies === null ? undefined : thetaInput(policies),
    }
  }
  const apart = (
    { x, positions, keyBias, rotation, weights, theta }: Tensors<ReturnType<typeof sequence>>,
    { window, formats }: SequenceOptions,
  ) =>
    sequenceLayer(config, weightsOf(weights, theta, formats, 'sequence'), x, {
      positions,
      bias: causalBias(keyBias, window),
      ...rotation,
    })
  const through = (inputs: Tensors<ReturnType<typeof sequence>>, options: SequenceOptions): Tensor => {
    const { x, positions, keyBias, sharedKeyBias, rotation, weights, theta } = inputs
    if (!sharedKeyBias) return apart(inputs, options).x
    return sharedLayer(config, weightsOf(weights, theta, options.formats, 'sequence'), x, {
      positions,
      bias: causalBias(keyBias, options.window),
      sharedBias: causalBias(sharedKeyBias, options.window),
      sharedKeyBias,
      ...rotation,
    })
  }

  const decodeInputs = ({
    policies: r,
    adapted,
    rows: g,
    prompt: p,
    response: n,
    formats,
  }: LayerDecodeOptions) => ({
    x: f32([g, hiddenSize]),
    positions: i64([g, 1]),
    promptKeys: f32([r, kvHeads, headDim, p]),
    promptValues: f32([r, kvHeads, p, headDim]),
    promptBias: f32([r, 1, 1, p]),
    keys: f32([g, kvHeads, headDim, n]),
    values: f32([g, kvHeads, n, headDim]),
    column: f32([n]),
    columnBias: f32([n]),
    rotation: rotationInputs(config, p + n),
    theta: adapted ? thetaInput(r) : undefined,
    weights: layerInputs(config, formats, 'decode'),
  })

  return {
    /** x [B * T, d] through the layer. */
    forward: program({
      inputs: sequence,
      build: (inputs, options) => ({ y: onDevice(through(inputs, options)) }),
    }),
    /** The same, with the layer's keys and values. */
    prefill: program({
      inputs: sequence,
      build: (inputs, options) => {
        const { x, kv } = apart(inputs, options)
        return { y: onDevice(x), keys: onDevice(kv.keys), values: onDevice(kv.values) }
      },
    }),
    /** Gradients of x and of the adapters given that of y. */
    backward: program({
      inputs: (options: SequenceOptions & { policies: number }) => ({
        ...sequence(options),
        theta: thetaInput(options.policies),
        dy: f32([sizeOf(grid(options)), hiddenSize]),
      }),
      build: ({ dy, ...inputs }, options) => {
        const y = through(inputs, options)
        const [dx, dtheta] = gradient(ops.total(ops.mul(y, dy)), [inputs.x, inputs.theta])
        return { dx: onDevice(dx), dtheta }
      },
    }),
    /** One decoding step of x [R * G, d], and the responses' cache with it. */
    decode: program({
      inputs: decodeInputs,
      build: ({ x, rotation, theta, weights, ...context }, { formats }) => {
        const step = decodeLayer(config, weightsOf(weights, theta, formats, 'decode'), x, {
          ...context,
          ...rotation,
        })
        return { y: onDevice(step.x), keys: onDevice(step.keys), values: onDevice(step.values) }
      },
    }),
    /** Logits of hidden states x [rows, d]. */
    logits: program({
      inputs: (options: HeadOptions & { rows: number }) => ({
        head: headInputs(options, 'decode'),
        x: f32([options.rows, hiddenSize]),
      }),
      build: ({ head, x }, options) => ({ logits: headLogits(head, options, 'decode')(x) }),
    }),
    /** Log-probabilities of hidden states x [rows, d] at a temperature. */
    logProbs: program({
      inputs: (options: HeadOptions & { rows: number }) => ({
        head: headInputs(options, 'sequence'),
        x: f32([options.rows, hiddenSize]),
        temperature: f32([]),
      }),
      build: ({ head, x, temperature }, options) => ({
        logProbs: ops.logSoftmax(headLogits(head, options, 'sequence')(x, temperature)),
      }),
    }),
  }
}
