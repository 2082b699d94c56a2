/** The final norm and the head of a model that is run layer by layer, as inputs of any program that needs logits. */
import { f32, type Tensor, type Tensors } from 'ort-train'
import * as ops from 'ort-train/ops'
import { matrixInputs, matrixProduct, type MatrixFormat, type MatrixUse } from './matrix-inputs.ts'

/** Floats of a block of logits [rows, V]: what is computed on a large vocabulary is done so many rows at a time. */
const headFloats = 4 * 2 ** 20

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

/** Rows of hidden states cut in even blocks whose logits are not too many. */
export function headBlocks(vocabulary: number, rows: number): { from: number; to: number }[] {
  const size = Math.max(1, Math.floor(headFloats / vocabulary))
  const count = Math.ceil(rows / size)
  const even = Math.ceil(rows / count)
  return Array.from({ length: count }, (_, i) => ({
    from: i * even,
    to: Math.min(rows, (i + 1) * even),
  })).filter(({ from, to }) => from < to)
}
