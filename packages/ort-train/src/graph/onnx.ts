/** Writes a graph as an ONNX model: onnx.proto3's field numbers, opset 21. */
import { sameNode, sameConstants, reachable } from './free-sizes.ts'
import type { Graph, Node, Tensor } from './graph.ts'
import { entryOf, type OnnxAttribute, type OnnxForm, type OpName } from './op-table.ts'
import { Message } from './protobuf.ts'
import type { DType, Shape, TypedArray } from './shapes.ts'

const onnxType: Record<DType, number> = { f32: 1, u8: 2, i32: 6, i64: 7, bool: 9, f16: 10, u4: 21 }
const opset = 21

/**
 * The bytes of an ONNX model. Only nodes that an output depends on are written. Where ONNX wants shapes,
 * axes or sizes as inputs (the op table says where), they become int64 constants.
 * @param other the same graph at other sizes, where some are free: an axis on which the two differ has no size in the model.
 * Throws where they differ in anything else.
 */
export function serialise(graph: Graph, other: Graph = graph): Uint8Array {
  const { nodes, used } = reachable(graph)
  const others = reachable(other)
  const constants = graph.constants.filter(({ tensor }) => used.has(tensor))
  sameConstants(
    constants,
    other.constants.filter(({ tensor }) => others.used.has(tensor)),
  )
  const vectors = new Map<string, string>()
  const body = new Message()

  const vectorName = (values: readonly number[]): string => {
    const key = values.join()
    const name = vectors.get(key) ?? `i64_${vectors.size}`
    vectors.set(key, name)
    return name
  }
  if (nodes.length !== others.nodes.length)
    throw new Error('Which nodes a graph has depends on a size that is free.')
  nodes.forEach((node, i) =>
    body.message(1, encodeNode(node, sameNode(node, onnxForm(node), onnxForm(others.nodes[i]!)), vectorName)),
  )
  for (const { name, tensor } of graph.outputs) {
    body.message(1, new Message().string(1, tensor.name).string(2, name).string(4, 'Identity'))
  }
  body.string(2, 'graph')
  for (const { tensor, parts } of constants)
    body.message(5, encodeTensor(tensor.name, onnxType[tensor.dtype], tensor.shape, parts))
  for (const [key, name] of vectors) {
    const values = BigInt64Array.from(key === '' ? [] : key.split(','), BigInt)
    body.message(5, encodeTensor(name, onnxType.i64, [values.length], [values]))
  }
  graph.inputs.forEach((input, i) => body.message(11, valueInfo(input.name, input, other.inputs[i]!.shape)))
  graph.outputs.forEach(({ name, tensor }, i) =>
    body.message(12, valueInfo(name, tensor, other.outputs[i]!.tensor.shape)),
  )

  return new Message()
    .varint(1, 10)
    .string(2, 'ort-train')
    .message(7, body)
    .message(8, new Message().string(1, '').varint(2, opset))
    .message(8, new Message().string(1, 'com.microsoft').varint(2, 1))
    .encode()
}

function encodeNode(
  node: Node,
  { inputs = [], attributes = {} }: OnnxForm,
  vectorName: (values: readonly number[]) => string,
): Message {
  const message = new Message()
  const last = node.inputs.findLastIndex((input) => input !== null)
  for (const input of node.inputs.slice(0, last + 1)) message.string(1, input?.name ?? '')
  for (const values of inputs) message.string(1, vectorName(values))
  for (const output of node.outputs) message.string(2, output.name)
  message.string(4, node.op)
  for (const [name, value] of Object.entries(attributes)) message.message(5, encodeAttribute(name, value))
  const { domain } = entryOf(node.op)
  if (domain) message.string(7, domain)
  return message
}

const onnxForm = <O extends OpName>({ op, attributes }: Node<O>): OnnxForm =>
  entryOf(op).onnx?.(attributes) ?? {}

function encodeAttribute(name: string, value: OnnxAttribute): Message {
  const message = new Message().string(1, name)
  if (typeof value === 'number') return message.varint(3, value).varint(20, 2)
  if (typeof value === 'string') return message.string(4, value).varint(20, 3)
  if ('dtype' in value) return message.varint(3, onnxType[value.dtype]).varint(20, 2)
  if ('float' in value) return message.float(2, value.float).varint(20, 1)
  return message.packed(8, value).varint(20, 7)
}

function encodeTensor(name: string, type: number, shape: Shape, parts: readonly TypedArray[]): Message {
  return new Message()
    .packed(1, shape)
    .varint(2, type)
    .string(8, name)
    .bytes(9, ...parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)))
}

function valueInfo(name: string, { dtype, shape }: Tensor, other: Shape): Message {
  const dims = new Message()
  shape.forEach((n, axis) =>
    dims.message(1, n === other[axis] ? new Message().varint(1, n) : new Message().string(2, `free ${n}`)),
  )
  const tensorType = new Message().varint(1, onnxType[dtype]).message(2, dims)
  return new Message().string(1, name).message(2, new Message().message(1, tensorType))
}
