/**
 * ONNX graphs authored in TypeScript. A `Tensor` is a symbolic value of static shape; functions of
 * `ops.ts` add nodes; `gradient` (autodiff.ts) adds the backward pass as more nodes; `serialise`
 * (onnx.ts) writes the protobuf that onnxruntime reads. Shapes are static on purpose: every kernel
 * and buffer is then known when the session is made, and a few length buckets cover the rest.
 */
import { specs, type Attributes } from './specs.ts'

/** f16: its bits, for storage alone. u4: two to a byte, the lower half first. */
export type DType = 'f32' | 'f16' | 'i32' | 'i64' | 'bool' | 'u8' | 'u4'
export type Shape = readonly number[]
export type TypedArray = Float32Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array

export interface Tensor {
  readonly graph: Graph
  readonly name: string
  readonly dtype: DType
  readonly shape: Shape
  /** The node that makes it; absent for inputs and constants. */
  readonly node?: Node
}

export interface Node {
  readonly op: string
  readonly inputs: readonly (Tensor | null)[]
  readonly outputs: readonly Tensor[]
  readonly attributes: Attributes
}

export interface Constant {
  readonly tensor: Tensor
  readonly data: TypedArray
}

export class Graph {
  readonly nodes: Node[] = []
  readonly inputs: Tensor[] = []
  readonly outputs: { name: string; tensor: Tensor }[] = []
  readonly constants: Constant[] = []
  private readonly constantsByValue = new Map<string, Tensor>()
  private counter = 0

  /** A value fed at every run. Throws on a name used twice. */
  input(name: string, dtype: DType, shape: Shape): Tensor {
    if (this.inputs.some((input) => input.name === name))
      throw new Error(`Graph input "${name}" exists already.`)
    const tensor: Tensor = { graph: this, name, dtype, shape }
    this.inputs.push(tensor)
    return tensor
  }

  /** A value baked into the model. Equal small constants are one. */
  constant(dtype: DType, shape: Shape, values: readonly number[] | TypedArray): Tensor {
    const count = sizeOf(shape)
    if (values.length !== count)
      throw new Error(`Constant of shape [${shape.join(',')}] needs ${count} values, got ${values.length}.`)
    const key = count <= 16 ? `${dtype}[${shape.join()}]:${[...values].join()}` : null
    const known = key && this.constantsByValue.get(key)
    if (known) return known
    const tensor: Tensor = { graph: this, name: `c${this.counter++}`, dtype, shape }
    this.constants.push({ tensor, data: typed(dtype, values) })
    if (key) this.constantsByValue.set(key, tensor)
    return tensor
  }

  scalar(value: number, dtype: DType = 'f32'): Tensor {
    return this.constant(dtype, [], [value])
  }

  output(name: string, tensor: Tensor): void {
    if ([...this.outputs, ...this.inputs].some((known) => known.name === name))
      throw new Error(`Graph input or output "${name}" exists already.`)
    this.outputs.push({ name, tensor })
  }

  /** Adds a node and returns its outputs, shaped by the op's rule. */
  add(op: string, inputs: readonly (Tensor | null)[], attributes: Attributes = {}): Tensor[] {
    const spec = specs[op]
    if (!spec) throw new Error(`Op ${op} is not in the op table.`)
    const outputs: Tensor[] = []
    const node: Node = { op, inputs, outputs, attributes }
    for (const { dtype, shape } of spec.infer(inputs, attributes)) {
      outputs.push({ graph: this, name: `${op.toLowerCase()}_${this.counter++}`, dtype, shape, node })
    }
    this.nodes.push(node)
    return outputs
  }
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((a, b) => a * b, 1)
}

function typed(dtype: DType, values: readonly number[] | TypedArray): TypedArray {
  if (!Array.isArray(values)) return values as TypedArray
  switch (dtype) {
    case 'f32':
      return Float32Array.from(values)
    case 'i32':
      return Int32Array.from(values)
    case 'i64':
      return BigInt64Array.from(values as number[], BigInt)
    case 'bool':
    case 'u8':
      return Uint8Array.from(values)
    case 'f16':
      return Uint16Array.from(values)
    case 'u4':
      return nibbles(values as readonly number[])
    default:
      return dtype satisfies never
  }
}

/** Values of 0 to 15, two to a byte, the first in the lower half. */
function nibbles(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 2))
  values.forEach((value, i) => (bytes[i >> 1]! |= value << (4 * (i & 1))))
  return bytes
}
