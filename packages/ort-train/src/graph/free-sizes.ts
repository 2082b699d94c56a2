/**
 * Free sizes: a model without a size for some axes, so that one session serves all of them. A graph's shapes are static; one
 * that is built twice, with other numbers for what is free, shows by its differences where those sizes stand, and that
 * nothing else depends on them.
 */
import type { Constant, Graph, Node, Tensor } from './graph.ts'
import type { OnnxForm } from './op-table.ts'
import { sameShape } from './shapes.ts'

/** The nodes that an output depends on, in order, and what they use. */
export function reachable(graph: Graph): { nodes: Node[]; used: Set<Tensor> } {
  const used = new Set<Tensor>(graph.outputs.map(({ tensor }) => tensor))
  const nodes: Node[] = []
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((output) => used.has(output))) continue
    nodes.push(node)
    node.inputs.forEach((input) => input && used.add(input))
  }
  return { nodes: nodes.reverse(), used }
}

/** The form of a node that serves both builds: a reshape's size on which they differ is left open. Throws where more than one is, or where anything else differs. */
export function sameNode(node: Node, form: OnnxForm, other: OnnxForm): OnnxForm {
  const differs = (what: string) => new Error(`${node.op}: ${what} depends on a size that is free.`)
  if (JSON.stringify(form.attributes) !== JSON.stringify(other.attributes)) throw differs('an attribute')
  const inputs = form.inputs?.map((values, i) => {
    const others = other.inputs?.[i] ?? []
    if (sameShape(values, others)) return values
    const open = values.map((n, axis) => (n === others[axis] ? n : -1))
    if (node.op !== 'Reshape' || open.filter((n) => n === -1).length !== 1) throw differs('a number')
    return open
  })
  return { ...form, ...(inputs && { inputs }) }
}

/** Throws unless the constants of two builds are the same. */
export function sameConstants(constants: readonly Constant[], others: readonly Constant[]): void {
  const same =
    constants.length === others.length &&
    constants.every(({ tensor, parts }, i) => {
      const other = others[i]!
      return (
        sameShape(tensor.shape, other.tensor.shape) &&
        parts.length === other.parts.length &&
        parts.every((part, p) => {
          const counterpart = other.parts[p]!
          return (
            part === counterpart ||
            (part.length === counterpart.length &&
              part.every((x: number | bigint, j) => x === counterpart[j]))
          )
        })
      )
    })
  if (!same) throw new Error('A constant depends on a size that is free.')
}
