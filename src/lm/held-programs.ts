/** Programs of a decoding step with the weights inside: all of the model in one, or pieces of it that are run one after another. */
import { f32, i64, program, type Compiled, type Graph, type SessionPool, type Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LayerType, LlamaConfig } from './config.ts'
import type { LoraShape } from './graph-weights.ts'
import { joinedLayer, stepShapes } from './joined-layer.ts'
import { adapterInputs, type Constant, type LayerConstants } from './joined-projections.ts'
import { matrixProduct, type MatrixFormat } from './matrix-inputs.ts'

interface HeadConstants {
  finalNorm: Constant
  matrix: Readonly<Record<string, Constant>>
  format: MatrixFormat
}

/** A run of layers with their weights, the head, or both. */
export interface Piece {
  layers: readonly { at: number; weights: LayerConstants }[]
  head: HeadConstants | null
}

/** Sizes of a step: attempts, columns of the prompt's cache and of the responses'. One session serves all. */
interface StepSizes {
  rows: number
  prompt: number
  response: number
}

/** Layers of one kind have angles and biases in common. */
export const kindName = (kind: LayerType): string => JSON.stringify(kind)

/** x [G, d] through a piece: what leaves its layers, or logits [G, V]; and each layer's new `key` and `value` by its number, [G, kvHeads * headDim]. */
export function pieceProgram(config: LlamaConfig, lora: LoraShape, { layers, head }: Piece) {
  const { hiddenSize, kvHeads, headDim } = config
  const kinds = [...new Set(layers.map(({ at }) => kindName(config.layerTypes[at]!)))]
  return program({
    inputs: ({ rows: g, prompt: p, response: n }: StepSizes) => ({
      x: f32([g, hiddenSize]),
      ...(layers.length > 0 && { positions: i64([g, 1]), shapes: stepShapes() }),
      kinds: Object.fromEntries(
        kinds.map((name) => [
          name,
          { cos: f32([1, headDim / 2]), sin: f32([1, headDim / 2]), bias: f32([1, 1, 1, p + n + 1]) },
        ]),
      ),
      layers: Object.fromEntries(
        layers.map(({ at }) => [
          at,
          {
            adapter: adapterInputs(config, lora.rank),
            promptKeys: f32([kvHeads, headDim, p]),
            promptValues: f32([kvHeads, p, headDim]),
            keys: f32([g, kvHeads, headDim, n]),
            values: f32([g, kvHeads, n, headDim]),
          },
        ]),
      ),
    }),
    free: ['rows', 'prompt', 'response'],
    build: (inputs, _options, graph): Readonly<Record<string, Tensor>> => {
      const news: Record<string, Tensor> = {}
      let { x } = inputs
      for (const { at, weights } of layers) {
        const { positions, shapes } = inputs
        if (!positions || !shapes) throw new Error('Layers want positions.')
        const step = joinedLayer(config, weights, x, {
          positions,
          shapes,
          ...inputs.kinds[kindName(config.layerTypes[at]!)]!,
          ...inputs.layers[at]!,
        })
        news[`key${at}`] = step.key
        news[`value${at}`] = step.value
        x = step.x
      }
      return { x: head ? logits(config, graph, head, x) : x, ...news }
    },
  })
}

function logits(
  { vocabulary, hiddenSize, normEpsilon }: LlamaConfig,
  graph: Graph,
  { finalNorm, matrix, format }: HeadConstants,
  x: Tensor,
): Tensor {
  const constant = ({ dtype, shape, data }: Constant) => graph.joined(dtype, shape, [data])
  const tensors = Object.fromEntries(Object.entries(matrix).map(([name, part]) => [name, constant(part)]))
  const product = matrixProduct(tensors, [vocabulary, hiddenSize], format, 'decode')
  return product(ops.rmsNorm(x, constant(finalNorm), normEpsilon))
}

type PieceProgram = ReturnType<typeof pieceProgram>
/** A compiled piece and the layers that it holds. */
export type HeldPiece = { layers: readonly number[] } & (PieceProgram extends {
  compile: (on: SessionPool) => Compiled<infer O, infer I, infer R>
}
  ? { program: Compiled<O, I, R> }
  : never)
