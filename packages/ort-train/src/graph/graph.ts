/**
 * ONNX graphs authored in TypeScript. A `Tensor` is a symbolic value of static shape; functions of
 * `ops.ts` add nodes; `gradient` (autodiff.ts) adds the backward pass as more nodes; `serialise`
 * (onnx.ts) writes the protobuf that onnxruntime reads. Shapes are static on purpose: every kernel
 * and buffer is then known when the session is made, and a few length buckets cover the rest.
 */
import { entryOf, type Attributes, type InputTypes, type OpName, type OutputTypes } from './op-table.ts'
import { sizeOf, shapeText, type DType, type Shape, type TensorType, type TypedArray } from './shapes.ts'

/** A symbolic value of a graph. */
export interface Tensor extends TensorType {
  readonly graph: Graph
  readonly name: string
  /** The node that makes it; absent for inputs and constants. */
  readonly node?: Node
}

/** Tensors in place of their types; null stays where an input may be left out. */
type Tensors<Types extends readonly (TensorType | null)[]> = {
  readonly [I in keyof Types]: Tensor | Extract<Types[I], null>
}
export type Inputs<O extends OpName> = Tensors<InputTypes[O]>
export type Outputs<O extends OpName> = Tensors<OutputTypes[O]>

/** A node of a given op, or (without one) of any. */
export type Node<O extends OpName = OpName> = {
  [K in O]: {
    readonly op: K
    readonly inputs: Inputs<K>
    readonly outputs: Outputs<K>
    readonly attributes: Attributes[K]
  }
}[O]

export interface Constant {
  readonly tensor: Tensor
  /** Its values, in parts that follow one another. */
  readonly parts: readonly TypedArray[]
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

  /** A value baked into the model. Equal constants of at most 16 elements are one. Throws where `values` has not as many elements as the shape. */
  constant(dtype: DType, shape: Shape, values: readonly number[] | TypedArray): Tensor {
    const count = sizeOf(shape)
    if (values.length !== count)
      throw new Error(`Constant of shape ${shapeText(shape)} needs ${count} values, got ${values.length}.`)
    const key = count <= 16 ? `${dtype}[${shape.join()}]:${[...values].join()}` : null
    const known = key && this.constantsByValue.get(key)
    if (known) return known
    const tensor: Tensor = { graph: this, name: `c${this.counter++}`, dtype, shape }
    this.constants.push({ tensor, parts: [typed(dtype, values)] })
    if (key) this.constantsByValue.set(key, tensor)
    return tensor
  }

  /** A value baked into the model whose bytes are those of several arrays end to end: matrices [out, in] under one another. They are not copied. */
  joined(dtype: DType, shape: Shape, parts: readonly TypedArray[]): Tensor {
    const tensor: Tensor = { graph: this, name: `c${this.counter++}`, dtype, shape }
    this.constants.push({ tensor, parts })
    return tensor
  }

  /** A constant of shape []. */
  scalar(value: number, dtype: DType = 'f32'): Tensor {
    return this.constant(dtype, [], [value])
  }

  /** Names a tensor as a result of every run. Throws on a name used twice. */
  output(name: string, tensor: Tensor): void {
    if ([...this.outputs, ...this.inputs].some((known) => known.name === name))
      throw new Error(`Graph input or output "${name}" exists already.`)
    this.outputs.push({ name, tensor })
  }

  /** Adds a node and returns its outputs, shaped by the op's rule. Throws where the inputs do not fit the op. */
  add<O extends OpName>(
    op: O,
    inputs: Inputs<O>,
    ...[attributes]: Attributes[O] extends void ? [] : [attributes: Attributes[O]]
  ): Outputs<O> {
    const outputs: Tensor[] = []
    // A tuple's type does not survive being filled, nor an argument's being optional: hence the casts, here alone.
    const node = { op, inputs, outputs, attributes } as unknown as Node
    const types = entryOf(op).infer(inputs as unknown as InputTypes[O], attributes as Attributes[O])
    for (const { dtype, shape } of types)
      outputs.push({ graph: this, name: `${op.toLowerCase()}_${this.counter++}`, dtype, shape, node })
    this.nodes.push(node)
    return outputs as unknown as Outputs<O>
  }
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
