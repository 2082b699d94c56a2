/** The final norm and the head of a model that is run layer by layer, as inputs of any program that needs logits. */
import { f32, type BackendName, type Tensor, type Tensors } from 'ort-train'
import * as ops from 'ort-train/ops'
import { matrixInputs, matrixProduct, type MatrixFormat, type MatrixUse } from './matrix-inputs.ts'

/**
 * Floats of a block of logits [rows, V]: what is computed on a large vocabulary is done so many rows at a time, with about ten
 * such tables. A product of few rows with the head takes longer to fetch the head than to multiply (192 rows of SmolLM2's loss
 * in blocks of 48, 96 and 192 rows, one thread of Node: 309, 251 and 230 ms), and WebAssembly copies it for every block.
 */
export const tableFloats = {
  node: 16 * 2 ** 20,
  wasm: 8 * 2 ** 20,
  webgpu: 4 * 2 ** 20,
} as const satisfies Record<BackendName, number>

/** What a graph with a head depends on. */
export interface HeadOptions {
  hiddenSize: number
  vocabulary: number
  normEpsilon: number
  format: MatrixFormat
}

/** The head as a group of inputs; `LoadedWeights.headFeeds` feeds it. */
export const headInputs = ({ hiddenSize, vocabulary, format }: HeadOptions, use: MatrixUse) => ({
  finalNorm: f32([hiddenSize]),
  matrix: matrixInputs([vocabulary, hiddenSize], format, use),
})

/** Hidden states [rows, d] that have left the last layer -> logits [rows, V], over a temperature where one is given: what is divided is the head's input, of which there is less. */
export function headLogits(
  { finalNorm, matrix }: Tensors<ReturnType<typeof headInputs>>,
  { hiddenSize, vocabulary, normEpsilon, format }: HeadOptions,
  use: MatrixUse,
): (x: Tensor, temperature?: Tensor) => Tensor {
  const product = matrixProduct(matrix, [vocabulary, hiddenSize], format, use)
  return (x, temperature) => {
    const normed = ops.rmsNorm(x, finalNorm, normEpsilon)
    return product(temperature ? ops.div(normed, temperature) : normed)
  }
}

/** Items cut in even blocks of tables that are not too large, of `room` floats at most; an item is so many floats of a table. */
export function evenBlocks(
  backend: BackendName,
  floats: number,
  items: number,
  room: number = tableFloats[backend],
): { from: number; to: number }[] {
  const size = Math.max(1, Math.floor(room / floats))
  const count = Math.ceil(items / size)
  const even = Math.ceil(items / count)
  return Array.from({ length: count }, (_, i) => ({
    from: i * even,
    to: Math.min(items, (i + 1) * even),
  })).filter(({ from, to }) => from < to)
}
