/** What a program gives: tensors whose values a run returns on the host, or leaves on the device. */
import type { Tensor } from '../graph/graph.ts'
import type { DType, HostArrays } from '../graph/shapes.ts'
import type { Value } from '../runtime/value.ts'

/** An output that stays on the device. */
export interface DeviceOutput<D extends DType = DType> {
  readonly tensor: Tensor
  readonly dtype: D
  readonly location: 'device'
}
/** An output on the host of another element type than f32. */
export interface HostOutput<D extends DType = DType> {
  readonly tensor: Tensor
  readonly dtype: D
  readonly location: 'host'
}

/** A bare tensor is an f32 output on the host. What is undefined is not an output under these options. */
export interface Outputs {
  readonly [name: string]: Tensor | HostOutput | DeviceOutput | undefined
}

/** What a run gives for each output. */
export type Results<R> = { readonly [K in keyof R]: ResultOf<R[K]> }
type ResultOf<T> = T extends Tensor
  ? Float32Array
  : T extends DeviceOutput<infer D>
    ? Value<D>
    : T extends HostOutput<infer D>
      ? HostArrays[D]
      : undefined

/**
 * Leaves an output where it is computed: on WebGPU in a buffer, to be fed to a later run, read or released; elsewhere it is a value on
 * the host. Its element type is f32 unless another is named.
 */
export const onDevice: OnDevice = (tensor: Tensor, dtype: DType = 'f32'): DeviceOutput<never> => ({
  tensor,
  dtype: dtype as never,
  location: 'device',
})
interface OnDevice {
  (tensor: Tensor): DeviceOutput<'f32'>
  <D extends DType>(tensor: Tensor, dtype: D): DeviceOutput<D>
}

/** An output on the host of the given element type. */
export const onHost = <D extends DType>(tensor: Tensor, dtype: D): HostOutput<D> => ({
  tensor,
  dtype,
  location: 'host',
})

/** @internal A declared output in its long form. Throws where its element type is another than declared. */
export function outputOf(
  name: string,
  declared: Tensor | HostOutput | DeviceOutput,
): HostOutput | DeviceOutput {
  const output = 'tensor' in declared ? declared : onHost(declared, 'f32')
  if (output.tensor.dtype !== output.dtype)
    throw new Error(`${name}: an output of ${output.tensor.dtype} was declared to be of ${output.dtype}.`)
  return output
}
