/** What a program declares of its inputs, and the types of the tensors and feeds that follow from it. */
import type { Tensor } from '../graph/graph.ts'
import type { DType, HostArrays, Shape } from '../graph/shapes.ts'
import type { Value } from '../runtime/value.ts'

/** One input: its element type and shape. */
export interface Input<D extends DType = DType> {
  readonly dtype: D
  readonly shape: Shape
}

/**
 * Inputs by name. A group is nested: its inputs are fed as a nested record, and in the model they bear
 * the group's name and a dot before their own. What is undefined is not an input under these options.
 */
export interface Inputs {
  readonly [name: string]: Input | Inputs | undefined
}

/** An input of 32-bit floats. */
export const f32 = (shape: Shape): Input<'f32'> => ({ dtype: 'f32', shape })
/** An input of 64-bit integers: indices and positions. */
export const i64 = (shape: Shape): Input<'i64'> => ({ dtype: 'i64', shape })
/** An input of any element type. */
export const input = <D extends DType>(dtype: D, shape: Shape): Input<D> => ({ dtype, shape })

/** What build functions get for each declared input. */
export type Tensors<I> = { readonly [K in keyof I]: TensorOf<I[K]> }
type TensorOf<T> = T extends Input ? Tensor : T extends Inputs ? Tensors<T> : undefined

/** What a run takes for each declared input. */
export type Feeds<I> = {
  readonly [K in keyof I as undefined extends I[K] ? never : K]: FeedOf<I[K]>
} & {
  readonly [K in keyof I as undefined extends I[K] ? K : never]?: FeedOf<I[K]>
}
type FeedOf<T> = T extends Input<infer D> ? Feed<D> : T extends Inputs ? Feeds<T> : undefined
/**
 * Host data of the input's element type, or a value of it. Integers for an i64 input may be plain numbers or 32 bits
 * wide, and are widened; one number feeds an f32 scalar.
 */
export type Feed<D extends DType> =
  | HostArrays[D]
  | Value<D>
  | (D extends 'i64' ? readonly number[] | Int32Array : never)
  | (D extends 'f32' ? number : never)

/** Whether a declaration is an input and not a group of them. */
export const isInput = (declared: Input | Inputs): declared is Input => typeof declared.dtype === 'string'
