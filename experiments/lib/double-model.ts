/**
 * The same ONNX model in float64: what a graph of 32-bit floats would give if none of its operations were rounded.
 * The bytes of a model are written again: element types, constants, and the one operator that has no float64 kernel.
 */

/** A field of a protobuf message: its number, and a varint or the bytes that follow. */
type Field = { field: number } & ({ wire: 0; value: bigint } | { wire: 2 | 5; bytes: Uint8Array })

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
    join([
      ...from.map((name) => bytesField(1, encode(name))),
      ...to.map((name) => bytesField(2, encode(name))),
      bytesField(4, encode(op)),
      ...Object.entries(attributes).map(([name, value]) =>
        bytesField(
          5,
          join([bytesField(1, encode(name)), varintField(3, BigInt(value)), varintField(20, 2n)]),
        ),
      ),
    ])
  const turned = (a: string, first: string, op: 'Sub' | 'Add', b: string, second: string, to: string) => [
    node('Mul', [own(a), own(first)], [own(`${to}1`)]),
    node('Mul', [own(b), own(second)], [own(`${to}2`)]),
    node(op, [own(`${to}1`), own(`${to}2`)], [own(to)]),
  ]
  const constant = (name: string, values: readonly bigint[]) => {
    const value = join([
      bytesField(1, varint(BigInt(values.length))),
      varintField(2, 7n),
      bytesField(9, new Uint8Array(BigInt64Array.from(values).buffer)),
    ])
    const attribute = join([bytesField(1, encode('value')), bytesField(5, value), varintField(20, 4n)])
    return join([
      bytesField(2, encode(own(name))),
      bytesField(4, encode('Constant')),
      bytesField(5, attribute),
    ])
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

/** A message with the element type in `field` made float64 where it is float32. */
const retyped = (bytes: Uint8Array, number: number): Uint8Array =>
  join(
    parsed(bytes).map((field) =>
      field.field === number && field.wire === 0 && field.value === float32
        ? varintField(number, float64)
        : fieldBytes(field),
    ),
  )

/** A message with some of its fields changed; one may become several. */
const mapped = (bytes: Uint8Array, changes: Readonly<Record<number, Change>>): Uint8Array =>
  join(
    parsed(bytes).flatMap((field) => {
      const change = changes[field.field]
      if (!change || field.wire !== 2) return [fieldBytes(field)]
      return [change(field.bytes)].flat().map((made) => bytesField(field.field, made))
    }),
  )

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
    else if (wire === 2 || wire === 5) {
      const length = wire === 5 ? 4 : Number(read())
      fields.push({ field, wire, bytes: bytes.subarray(at, (at += length)) })
    } else throw new Error(`A field of wire type ${wire} is not ONNX as ort-train writes it.`)
  }
  return fields
}

function fieldBytes(field: Field): Uint8Array {
  switch (field.wire) {
    case 0:
      return varintField(field.field, field.value)
    case 2:
      return bytesField(field.field, field.bytes)
    case 5:
      return join([varint(BigInt((field.field << 3) | 5)), field.bytes])
    default:
      return field satisfies never
  }
}

const varintField = (field: number, value: bigint) => join([varint(BigInt(field << 3)), varint(value)])
const bytesField = (field: number, bytes: Uint8Array) =>
  join([varint(BigInt((field << 3) | 2)), varint(BigInt(bytes.length)), bytes])
const encode = (value: string) => new TextEncoder().encode(value)
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

function varint(value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  do {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    bytes.push(rest ? low | 0x80 : low)
  } while (rest)
  return Uint8Array.from(bytes)
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
