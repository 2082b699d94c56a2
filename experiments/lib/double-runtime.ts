/** onnxruntime-node computing in float64 what graphs of 32-bit floats say: fed and read as such floats, with no rounding between. */
import { createRequire } from 'node:module'
import type { Ort, Runtime } from 'ort-train'
import { createNodeRuntime } from 'ort-train/node'
import { doubled } from './double-model.ts'

type Create = (model: Uint8Array, options?: object) => ReturnType<Ort['InferenceSession']['create']>

export function doubleRuntime({ threads = 2 } = {}): Runtime {
  const require = createRequire(new URL('../package.json', import.meta.url))
  const ort = require('onnxruntime-node') as Ort
  const wide = (tensor: { type: string; data: unknown; dims: readonly number[] }) =>
    tensor.type === 'float32'
      ? new ort.Tensor('float64', Float64Array.from(tensor.data as Float32Array), [...tensor.dims])
      : tensor
  const narrow = (tensor: { type: string; data: unknown; dims: readonly number[] }) =>
    tensor.type === 'float64'
      ? new ort.Tensor('float32', Float32Array.from(tensor.data as Float64Array), [...tensor.dims])
      : tensor
  const each = (tensors: object, change: typeof wide) =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor as never)]))
  const create: Create = async (model, options) => {
    const session = await (ort.InferenceSession.create as Create)(doubled(model), {
      ...options,
      graphOptimizationLevel: 'disabled',
    })
    return {
      run: async (feeds: object) => each(await session.run(each(feeds, wide) as never), narrow),
      release: () => session.release(),
    } as never
  }
  return createNodeRuntime({ Tensor: ort.Tensor, InferenceSession: { create } as never }, { threads })
}
