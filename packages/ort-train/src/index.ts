/** Training on onnxruntime: author a graph, differentiate it, run it. Backends have doors of their own: `ort-train/wasm`, `ort-train/webgpu`, `ort-train/node`. */
export { Graph, type Tensor } from './graph/graph.ts'
export { sizeOf, type DType, type Shape, type TypedArray } from './graph/shapes.ts'
export { gradient } from './graph/autodiff.ts'
export { serialise } from './graph/onnx.ts'
export {
  discard,
  floats,
  Queue,
  Runtime,
  Session,
  type BackendName,
  type LoadOptions,
  type Ort,
  type Placed,
  type Value,
  type WebOrt,
} from './runtime/runtime.ts'
export { SessionCache } from './runtime/session-cache.ts'
