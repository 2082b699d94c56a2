/** From the feeds of a run to onnxruntime's tensors, each checked against its declaration. */
import type { Tensor as OrtTensor } from 'onnxruntime-web'
import { sameShape, shapeText, sizeOf, type DType, type Shape, type TypedArray } from '../graph/shapes.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { Value } from '../runtime/value.ts'

/** A declared input by its name in the model, which begins with those of the groups that it is in. */
export interface Slot {
  readonly name: string
  readonly dtype: DType
  readonly shape: Shape
}

const arrays: Record<DType, abstract new (...args: never[]) => TypedArray> = {
  f32: Float32Array,
  f16: Uint16Array,
  i32: Int32Array,
  i64: BigInt64Array,
  bool: Uint8Array,
  u8: Uint8Array,
  u4: Uint8Array,
}

/**
 * The tensors of a run. Host data is not copied, but for integers that are widened to 64 bits. Throws where an
 * input is missing, is not declared, or has another element type or shape than declared.
 */
export function bindFeeds(
  runtime: Runtime,
  slots: ReadonlyMap<string, Slot>,
  feeds: object,
): Record<string, OrtTensor> {
  const bound: Record<string, OrtTensor> = {}
  let count = 0
  const walk = (group: object, prefix: string): void => {
    for (const [key, feed] of Object.entries(group) as [string, unknown][]) {
      if (feed === undefined) continue
      const name = prefix + key
      const slot = slots.get(name)
      if (slot) {
        bound[name] = tensorOf(runtime, slot, feed)
        count++
      } else if (isGroup(feed)) walk(feed, `${name}.`)
      else throw new Error(`${name}: fed, and not an input under these options`)
    }
  }
  walk(feeds, '')
  if (count < slots.size)
    for (const name of slots.keys()) if (!bound[name]) throw new Error(`${name}: not fed`)
  return bound
}

const isGroup = (feed: unknown): feed is object =>
  typeof feed === 'object' && feed !== null && Object.getPrototypeOf(feed) === Object.prototype

function tensorOf(runtime: Runtime, slot: Slot, feed: unknown): OrtTensor {
  const { name, dtype, shape } = slot
  const wrongShape = (fed: Shape) => new Error(`${name}: ${shapeText(fed)} fed, ${shapeText(shape)} wanted`)
  if (feed instanceof Value) {
    if (feed.dtype !== dtype) throw new Error(`${name}: ${feed.dtype} fed, ${dtype} wanted`)
    if (!sameShape(feed.shape, shape)) throw wrongShape(feed.shape)
    return feed.tensor
  }
  if (typeof feed === 'number' && dtype === 'f32') {
    if (shape.length > 0) throw wrongShape([])
    return runtime.tensor(dtype, shape, Float32Array.of(feed))
  }
  const data = dtype === 'i64' && (Array.isArray(feed) || feed instanceof Int32Array) ? widened(feed) : feed
  if (!(data instanceof arrays[dtype])) throw new Error(`${name}: ${kindOf(feed)} fed, ${dtype} wanted`)
  const count = dtype === 'u4' ? Math.ceil(sizeOf(shape) / 2) : sizeOf(shape)
  if (data.length !== count) throw wrongShape([data.length])
  return runtime.tensor(dtype, shape, data)
}

const widened = (integers: readonly number[] | Int32Array) =>
  BigInt64Array.from(integers as readonly number[], BigInt)

const kindOf = (feed: unknown) =>
  typeof feed === 'object' && feed !== null ? feed.constructor.name : typeof feed
