/** Reverse-mode automatic differentiation: adds the nodes of the backward pass to the graph of the forward pass. */
import { backward } from './gradients.ts'
import type { Node, Tensor } from './graph.ts'
import * as ops from './ops.ts'
import { sameShape, shapeText } from './shapes.ts'

/**
 * Gradients of a scalar with respect to tensors of its graph, in their shapes; zeros where the loss does not depend on one.
 * Throws when the loss is not a scalar or when an op on the way has no gradient rule.
 */
export function gradient<const W extends readonly Tensor[]>(
  loss: Tensor,
  wrt: W,
): { [I in keyof W]: Tensor } {
  if (loss.shape.length !== 0)
    throw new Error(`The gradient needs a scalar loss, got shape ${shapeText(loss.shape)}.`)
  const { graph } = loss
  const forward = [...graph.nodes]
  const wanted = dependents(forward, wrt)
  const grads = new Map<Tensor, Tensor>([[loss, graph.scalar(1)]])

  for (const node of forward.reverse()) {
    const outputs = node.outputs.map((output) => grads.get(output))
    if (!outputs.some(Boolean) || !node.inputs.some((input) => input && wanted.has(input))) continue
    const inputGrads = backward(node, outputs, (i) => wanted.has(node.inputs[i]!))
    if (!inputGrads) throw new Error(`Op ${node.op} has no gradient rule.`)
    inputGrads.forEach((grad, i) => {
      const input = node.inputs[i]
      if (!grad || !input || !wanted.has(input)) return
      if (!sameShape(grad.shape, input.shape)) {
        throw new Error(
          `Gradient of ${node.op}'s input ${i} has shape ${shapeText(grad.shape)}, not ${shapeText(input.shape)}.`,
        )
      }
      const known = grads.get(input)
      grads.set(input, known ? ops.add(known, grad) : grad)
    })
  }
  return wrt.map((tensor) => grads.get(tensor) ?? ops.zeros(graph, tensor.shape)) as {
    [I in keyof W]: Tensor
  }
}

/** Every real-valued tensor that some wanted tensor flows into. */
function dependents(nodes: readonly Node[], wrt: readonly Tensor[]): Set<Tensor> {
  const reached = new Set<Tensor>(wrt)
  for (const node of nodes) {
    if (node.inputs.some((input) => input && reached.has(input)))
      node.outputs.filter(({ dtype }) => dtype === 'f32').forEach((output) => reached.add(output))
  }
  return reached
}
