/** Runs a small graph once: built, loaded, fed and released. */
import { Graph, type Tensor } from './graph.ts'
import { sizeOf, type DType, type Shape } from './shapes.ts'
import { serialise } from './onnx.ts'
import type { Runtime, Session } from '../runtime/runtime.ts'
import { Value } from '../runtime/value.ts'

/** A graph under construction whose inputs are given their values on the spot. */
export class FedGraph {
  readonly graph = new Graph()
  private readonly feeds: Parameters<Session['run']>[0] = {}

  constructor(private readonly runtime: Runtime) {}

  input(name: string, shape: Shape, values: ArrayLike<number>): Tensor {
    return this.feed(name, 'f32', shape, Float32Array.from(values))
  }

  indices(name: string, shape: Shape, values: readonly number[]): Tensor {
    return this.feed(name, 'i64', shape, BigInt64Array.from(values, BigInt))
  }

  private feed(name: string, dtype: DType, shape: Shape, data: Float32Array | BigInt64Array): Tensor {
    if (data.length !== sizeOf(shape))
      throw new Error(
        `${name} has ${data.length} values, its shape [${shape.join(',')}] wants ${sizeOf(shape)}`,
      )
    this.feeds[name] = this.runtime.tensor(dtype, shape, data)
    return this.graph.input(name, dtype, shape)
  }

  /** Host copies of the named tensors. */
  async run<K extends string>(outputs: Record<K, Tensor>): Promise<Record<K, Float32Array>> {
    for (const [name, tensor] of Object.entries<Tensor>(outputs)) this.graph.output(name, tensor)
    const session = await this.runtime.load(serialise(this.graph))
    try {
      const values = await session.run(this.feeds)
      const results: Partial<Record<K, Float32Array>> = {}
      for (const name of Object.keys(outputs) as K[])
        results[name] = (await new Value('f32', outputs[name].shape, values[name]!).read()).slice()
      return results as Record<K, Float32Array>
    } finally {
      await session.release()
    }
  }
}
