/** How much a graph computes: the multiply-adds of its matrix products, beside which all else of a large model is little. */
import type { Graph, Node } from './graph.ts'
import { sizeOf } from './shapes.ts'

/** Multiply-adds of one run of a graph. */
export const multiplyAdds = (graph: Graph): number => graph.nodes.reduce((sum, node) => sum + of(node), 0)

function of(node: Node): number {
  switch (node.op) {
    case 'MatMul':
      return sizeOf(node.outputs[0].shape) * node.inputs[0].shape.at(-1)!
    case 'Gemm':
      return sizeOf(node.outputs[0].shape) * node.inputs[0].shape[node.attributes.transA ? 0 : 1]!
    case 'MatMulNBits':
      return sizeOf(node.outputs[0].shape) * node.attributes.K
    default:
      return 0
  }
}
