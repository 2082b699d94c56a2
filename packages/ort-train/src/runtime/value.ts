/** A value of known element type and shape, on the host or on a device. */
import type { Tensor as OrtTensor } from 'onnxruntime-web'
import type { DType, HostArrays, Shape } from '../graph/shapes.ts'

/** onnxruntime's names of the element types. */
export const ortTypes = {
  f32: 'float32',
  f16: 'float16',
  i32: 'int32',
  i64: 'int64',
  bool: 'bool',
  u8: 'uint8',
  u4: 'uint4',
} as const satisfies Record<DType, OrtTensor.Type>

export class Value<D extends DType = DType> {
  /** @internal `tensor` is onnxruntime's own and does not leave this package. */
  constructor(
    readonly dtype: D,
    readonly shape: Shape,
    readonly tensor: OrtTensor,
  ) {}

  /** The elements on the host, without a copy where they are there already. A value that a run left on a device is freed by it and cannot be used again. */
  async read(): Promise<HostArrays[D]> {
    const { tensor } = this
    return (tensor.location === 'cpu' ? tensor.data : await tensor.getData(true)) as HostArrays[D]
  }

  /** Where it lies on a graphics device, for kernels of one's own. Throws where it lies on the host. */
  get buffer(): GPUBuffer {
    if (this.tensor.location !== 'gpu-buffer') throw new Error('This value is not on a graphics device.')
    return this.tensor.gpuBuffer as GPUBuffer
  }

  /** Frees what a run left on a device; a host value needs nothing. */
  release(): void {
    if (this.tensor.location !== 'cpu') this.tensor.dispose()
  }
}
