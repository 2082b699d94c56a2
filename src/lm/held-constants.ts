/** A layer's and the head's weights as constants of a program, in place of what is fed to it. */
import type { DType, Shape, TypedArray } from 'ort-train'
import type { Projection } from './parameters.ts'

/** A value that becomes part of a program. */
export interface Constant {
  dtype: DType
  shape: Shape
  data: TypedArray
}

export type Constants = Readonly<Record<string, Constant>>

/** What `layerInputs` declares, as constants. */
export interface LayerConstants {
  vectors: Constants
  matrices: Readonly<Record<Projection, Constants>>
}

/** What the head of `headInputs` is, as constants. */
export interface HeadConstants {
  finalNorm: Constant
  matrix: Constants
}
