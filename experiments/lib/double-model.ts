/**
 * The same ONNX model in float64: what a graph of 32-bit floats would give if none of its operations were rounded.
 * The bytes of a model are written again: element types, constants, and the one operator that has no float64 kernel.
 */
import { Message } from 'ort-train/testing/protobuf'

/** A field of a protobuf message: its number, and a varint, bytes or a 32-bit float. */
type Field = { field: number } & (
  { wire: 0; value: bigint } | { wire: 2; bytes: Uint8Array } | { wire: 5; value: number }
)

const [float32, float64] = [1n, 11n]

/** Throws where the model has quantised weights, which are read as 32-bit floats. */
export function doubled(model: Uint8Array): Uint8Array {
  return mapped(model, { 7: graph })
}

type Change = (bytes: Uint8Array) => Uint8Array | Uint8Array[]

const graph: Change = (bytes) =>
  mapped(bytes, { 1: (node) => doubledNode(node), 5: tensor, 11: valueInfo, 12: valueInfo, 13: valueInfo })

const valueInfo: Change = (bytes) =>
  mapped(bytes, { 2: (type) => mapped(type, { 1: (tensorType) => retyped(tensorType, 1) }) })

/** A constant: its element type is field 2, its values field 9. */
function tensor(bytes: Uint8Array): Uint8Array {
  if (!parsed(bytes).some((field) => field.field === 2 && field.wire === 0 && field.value === float32))
    return bytes
  return mapped(retyped(bytes, 2), {
    9: (raw) => new Uint8Array(Float64Array.from(new Float32Array(raw.slice().buffer)).buffer),
  })
}

function doubledNode(bytes: Uint8Array): Uint8Array | Uint8Array[] {
  const fields = parsed(bytes)
  const texts = (number: number) =>
    fields.flatMap((field) => (field.field === number && field.wire === 2 ? [text(field.bytes)] : []))
  const [op] = texts(4)
  switch (op) {
    case 'RotaryEmbedding':
      return rotary(texts(1), texts(2)[0]!)
    case 'Cast':
      return mapped(bytes, { 5: (attribute) => retyped(attribute, 3) })
    case 'DequantizeLinear':
    case 'MatMulNBits':
      throw new Error('Quantised weights are 32-bit floats: there is no float64 of this model.')
    default:
      return bytes
  }
}

/** Rotary embedding of x [B, T, heads * headDim] in operators that have float64 kernels. */
function rotary(inputs: readonly string[], output: string): Uint8Array[] {
  const [x, positions, cos, sin] = inputs as [string, string, string, string]
  const own = (name: string) => `${output}/${name}`
  const node = (op: string, from: string[], to: string[], attributes: Record<string, number> = {}) =>
    written((message) => {
      for (const name of from) message.string(1, name)
      for (const name of to) message.string(2, name)
      message.string(4, op)
      for (const [name, value] of Object.entries(attributes))
        message.message(5, new Message().string(1, name).varint(3, value).varint(20, 2))
    })
  const turned = (a: string, first: string, op: 'Sub' | 'Add', b: string, second: string, to: string) => [
    node('Mul', [own(a), own(first)], [own(`${to}1`)]),
    node('Mul', [own(b), own(second)], [own(`${to}2`)]),
    node(op, [own(`${to}1`), own(`${to}2`)], [own(to)]),
  ]
  const constant = (name: string, values: readonly bigint[]) => {
    const value = new Message()
      .packed(1, [values.length])
      .varint(2, 7)
      .bytes(9, new Uint8Array(BigInt64Array.from(values).buffer))
    const attribute = new Message().string(1, 'value').message(5, value).varint(20, 4)
    return new Message().string(2, own(name)).string(4, 'Constant').message(5, attribute).encode()
  }
  const angles = (name: string, table: string) => [
    node('Gather', [table, positions], [own(`${name}3`)], { axis: 0 }),
    node('Unsqueeze', [own(`${name}3`), own('axis')], [own(name)]),
  ]
  return [
    constant('axis', [2n]),
    ...angles('cos', cos),
    ...angles('sin', sin),
    node('Shape', [cos], [own('half')], { start: 1, end: 2 }),
    constant('two', [2n]),
    constant('kept', [0n, 0n, -1n]),
    node('Mul', [own('half'), own('two')], [own('width')]),
    node('Concat', [own('kept'), own('width')], [own('apart')], { axis: 0 }),
    node('Reshape', [x, own('apart')], [own('heads')]),
    node('Split', [own('heads')], [own('a'), own('b')], { axis: 3, num_outputs: 2 }),
    ...turned('a', 'cos', 'Sub', 'b', 'sin', 'c'),
    ...turned('b', 'cos', 'Add', 'a', 'sin', 'd'),
    node('Concat', [own('c'), own('d')], [own('both')], { axis: 3 }),
    node('Shape', [x], [own('shape')]),
    node('Reshape', [own('both'), own('shape')], [output]),
  ]
}

/** A message with the element type in field `number` made float64 where it is float32. */
const retyped = (bytes: Uint8Array, number: number): Uint8Array =>
  written((message) => {
    for (const field of parsed(bytes)) {
      const isFloat = field.field === number && field.wire === 0 && field.value === float32
      write(message, isFloat ? { ...field, value: float64 } : field)
    }
  })

/** A message with some of its fields changed; one may become several. */
const mapped = (bytes: Uint8Array, changes: Readonly<Record<number, Change>>): Uint8Array =>
  written((message) => {
    for (const field of parsed(bytes)) {
      const change = changes[field.field]
      if (!change || field.wire !== 2) write(message, field)
      else for (const made of [change(field.bytes)].flat()) message.bytes(field.field, made)
    }
  })

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

function written(fill: (message: Message) => void): Uint8Array {
  const message = new Message()
  fill(message)
  return message.encode()
}

function write(message: Message, field: Field): void {
  switch (field.wire) {
    case 0:
      return void message.varint(field.field, field.value)
    case 2:
      return void message.bytes(field.field, field.bytes)
    case 5:
      return void message.float(field.field, field.value)
    default:
      return field satisfies never
  }
}

function parsed(bytes: Uint8Array): Field[] {
  const fields: Field[] = []
  let at = 0
  const read = () => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) throw new Error('This is no ONNX model.')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  while (at < bytes.length) {
    const key = Number(read())
    const [field, wire] = [key >> 3, key & 7]
    if (wire === 0) fields.push({ field, wire, value: read() })
    else if (wire === 2) {
      const length = Number(read())
      fields.push({ field, wire, bytes: bytes.subarray(at, (at += length)) })
    } else if (wire === 5) {
      const value = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getFloat32(0, true)
      fields.push({ field, wire, value })
      at += 4
    } else throw new Error(`A field of wire type ${wire} is not ONNX as ort-train writes it.`)
  }
  return fields
}
