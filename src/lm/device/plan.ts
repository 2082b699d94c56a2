/** The kernels of one decoding step in order, with what each is bound to: a dozen a layer with adapters, eight without. */
import type { Value } from 'ort-train'
import type { LoraShape } from '../graph-weights.ts'
import type { LoadedWeights } from '../loaded-weights.ts'
import {
  biasName,
  flatLayout,
  hasBias,
  layerAdapterParameters,
  projectionShape,
  type Projection,
} from '../parameters.ts'
import { ropeTables } from '../rope.ts'
import { attentionBindings, attentionCode, cacheFloats } from './attention.ts'
import type { DevicePasses } from './device-passes.ts'
import type { DeviceDecodingRequest } from './request.ts'
import { bufferUse, uniformStride, type Bound, type Kernels, type Step } from './kernels.ts'
import {
  addNormedCode,
  lowRankBindings,
  lowRankCode,
  lowRankGroups,
  productBindings,
  productCode,
  productGroups,
  type Ending,
  type ProductShape,
} from './product.ts'
import { powers, samplerCode, samplerSettings, samplerWidth } from './sampler.ts'

/** The projections that read one input. */
const inputsOf = {
  attention: ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'],
  output: ['self_attn.o_proj'],
  mlp: ['mlp.gate_proj', 'mlp.up_proj'],
  down: ['mlp.down_proj'],
} as const satisfies Record<string, readonly Projection[]>

/** What a step works on from outside: the residual stream [rows, d], the step's number with draws and lengths of prompts, and what is drawn. */
interface Ends {
  x: GPUBuffer
  state: GPUBuffer
  drawn: GPUBuffer
}

export class DecodingPlan {
  /** @param own takes every buffer that the plan makes, for the decoding to free */
  constructor(
    private readonly passes: Pick<DevicePasses, 'kernels' | 'resident'>,
    private readonly weights: LoadedWeights,
    private readonly lora: LoraShape,
    private readonly request: DeviceDecodingRequest,
    private readonly ends: Ends,
    private readonly own: (buffer: GPUBuffer) => GPUBuffer,
  ) {}

  private get kernels(): Kernels {
    return this.passes.kernels
  }

  steps(): Step[] {
    const { kernels, weights, lora, request } = this
    const { x, state, drawn } = this.ends
    const { config } = weights
    const { hiddenSize: d, intermediateSize: f, heads, kvHeads, headDim, vocabulary } = config
    const rows = request.lengths.length * request.attempts
    const { architecture, normEpsilon } = config
    const layout = flatLayout(layerAdapterParameters(config, lora.rank))
    const offsets = new Map(layout.slots.map(({ name, offset }) => [name, offset]))
    const thetaLength = layout.length * config.layers
    const theta = request.thetas && this.own(this.passes.resident.endToEnd(request.thetas, thetaLength))
    const low = this.room(rows * 3 * lora.rank)
    const numbers = this.own(kernels.layerNumbers(config.layers))
    const qkvWidth = (heads + 2 * kvHeads) * headDim
    const [qkv, attended, hidden, added, logits] = [
      rows * qkvWidth,
      rows * heads * headDim,
      rows * f,
      rows * d,
      rows * vocabulary,
    ].map((count) => this.room(count)) as [GPUBuffer, GPUBuffer, GPUBuffer, GPUBuffer, GPUBuffer]
    const rotations = new Map<string, GPUBuffer>()

    const steps: Step[] = []
    for (let layer = 0; layer < config.layers; layer++) {
      const loaded = weights.layers[layer]!
      const feeds = loaded.feeds('decode')
      const number: Bound = { buffer: numbers, offset: layer * uniformStride, size: 16 }
      const vector = (name: string) => {
        const known = feeds.vectors[name]
        if (!known) throw new Error(`Layer ${layer} has no ${name}.`)
        return known.buffer
      }
      const lowRank = (of: readonly Projection[], input: GPUBuffer, norm: string | null) => {
        if (!theta) return
        const shape = {
          rows,
          rowsPerPolicy: request.attempts,
          inputs: projectionShape(config, of[0]!)[1],
          norm: norm === null ? null : normEpsilon,
          rank: lora.rank,
          thetaLength,
          layerLength: layout.length,
          offsets: of.map((projection) => offsets.get(`${projection}.lora_A`)!),
        }
        const bound = { x: input, norm: norm === null ? input : vector(norm), theta, layer: number, out: low }
        steps.push(
          kernels.step(
            lowRankCode(shape),
            lowRankBindings(shape).map((name) => bound[name]),
            lowRankGroups(shape),
          ),
        )
      }
      const product = (
        projection: Projection,
        of: readonly Projection[],
        input: GPUBuffer,
        norm: string | null,
        out: GPUBuffer,
        ending: Ending,
        [outWidth, outColumn] = [projectionShape(config, projection)[0], 0],
      ) => {
        const [columns, inputs] = projectionShape(config, projection)
        const shape: ProductShape = {
          rows,
          rowsPerPolicy: request.attempts,
          inputs,
          out: columns,
          format: loaded.formats[projection],
          norm: norm === null ? null : normEpsilon,
          bias: hasBias(config, projection),
          adapter: theta && {
            rank: lora.rank,
            scale: lora.scale,
            thetaLength,
            layerLength: layout.length,
            offset: offsets.get(`${projection}.lora_B`)!,
            slot: of.indexOf(projection),
            slots: of.length,
          },
          ending,
          outWidth,
          outColumn,
        }
        steps.push(
          this.product(shape, feeds.matrices[projection], {
            x: input,
            out,
            ...(norm !== null && { norm: vector(norm) }),
            ...(shape.bias && { bias: vector(biasName(projection)) }),
            ...(theta && { theta, low, layer: number }),
          }),
        )
      }
      /** Adds a product to the residual stream, through a norm where the architecture has one there. */
      const join = (projection: Projection, input: GPUBuffer, norm: string) => {
        lowRank([projection], input, null)
        if (!architecture.sandwichNorms) return product(projection, [projection], input, null, x, 'add')
        product(projection, [projection], input, null, added, 'store')
        steps.push(kernels.step(addNormedCode(d, normEpsilon), [added, vector(norm), x], [rows, 1, 1]))
      }

      const before = 'input_layernorm.weight'
      lowRank(inputsOf.attention, x, before)
      const columns = [0, heads * headDim, (heads + kvHeads) * headDim]
      inputsOf.attention.forEach((projection, i) =>
        product(projection, inputsOf.attention, x, before, qkv, 'store', [qkvWidth, columns[i]!]),
      )
      const kind = config.layerTypes[layer]!
      const shape = {
        config,
        normed: architecture.queryKeyNorm,
        window: kind.window,
        rows,
        rowsPerPolicy: request.attempts,
        prompt: request.columns,
        response: request.response,
      }
      const rotationKey = JSON.stringify(kind.rope)
      const rotation = rotations.get(rotationKey) ?? this.rotation(kind.rope)
      rotations.set(rotationKey, rotation)
      const bound = {
        qkv,
        promptKeys: request.promptKeys[layer]!.buffer,
        promptValues: request.promptValues[layer]!.buffer,
        cache: this.room(cacheFloats(shape)),
        rotation,
        step: state,
        queryNorm: shape.normed ? vector('self_attn.q_norm.weight') : x,
        keyNorm: shape.normed ? vector('self_attn.k_norm.weight') : x,
        out: attended,
      }
      steps.push(
        kernels.step(
          attentionCode(shape),
          attentionBindings(shape).map((name) => bound[name]),
          [heads, rows, 1],
        ),
      )
      join('self_attn.o_proj', attended, 'post_attention_layernorm.weight')
      const beforeMlp = architecture.sandwichNorms
        ? 'pre_feedforward_layernorm.weight'
        : 'post_attention_layernorm.weight'
      lowRank(inputsOf.mlp, x, beforeMlp)
      product('mlp.gate_proj', inputsOf.mlp, x, beforeMlp, hidden, architecture.activation)
      product('mlp.up_proj', inputsOf.mlp, x, beforeMlp, hidden, 'multiply')
      join('mlp.down_proj', hidden, 'post_feedforward_layernorm.weight')
    }

    const head: ProductShape = {
      rows,
      rowsPerPolicy: request.attempts,
      inputs: d,
      out: vocabulary,
      format: weights.head.format,
      norm: normEpsilon,
      bias: false,
      adapter: null,
      ending: 'store',
      outWidth: vocabulary,
      outColumn: 0,
    }
    steps.push(
      this.product(head, weights.head.feeds('decode'), {
        x,
        norm: weights.finalNorm.buffer,
        out: logits,
      }),
    )
    const settings = this.own(
      kernels.filled(samplerSettings(request.temperature, request.topP), bufferUse.uniform),
    )
    steps.push(
      kernels.step(
        samplerCode(vocabulary, samplerWidth(kernels.device.limits)),
        [
          logits,
          state,
          this.room(rows * vocabulary * 2),
          settings,
          this.own(kernels.filled(powers())),
          drawn,
        ],
        [rows, 1, 1],
      ),
    )
    return steps
  }

  /** @param matrix the values of the weight by the names of `productBindings`; packed numbers are its `q` */
  private product(
    shape: ProductShape,
    matrix: Readonly<Record<string, Value>>,
    bound: Partial<Record<string, Bound>>,
  ): Step {
    const parts = Object.entries(matrix).map(([name, value]) => [name === 'q' ? 'w' : name, value.buffer])
    const all: Partial<Record<string, Bound>> = { ...bound, ...Object.fromEntries(parts) }
    return this.kernels.step(
      productCode(shape),
      productBindings(shape).map((binding) => {
        const known = all[binding]
        if (!known) throw new Error(`Nothing is bound to ${binding}.`)
        return known
      }),
      productGroups(shape),
    )
  }

  private rotation(rope: Parameters<typeof ropeTables>[0]): GPUBuffer {
    const positions = this.request.columns + this.request.response
    const { cos, sin } = ropeTables(rope, this.weights.config.headDim, positions)
    const both = new Float32Array(cos.length * 2)
    both.set(cos)
    both.set(sin, cos.length)
    return this.own(this.kernels.filled(both))
  }

  /** Room for so many floats or words. */
  private room(count: number): GPUBuffer {
    return this.own(this.kernels.room(count * 4))
  }
}
