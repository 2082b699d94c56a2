/**
 * Training on onnxruntime: author a graph, differentiate it, run it. Backends have doors of their own:
 * `ort-train/wasm`, `ort-train/webgpu`, `ort-train/node`; the functions that add nodes are `ort-train/ops`.
 */
export { program, Program, type Compiled, type ProgramSpec } from './program/program.ts'
export {
  f32,
  i64,
  input,
  type Feed,
  type Feeds,
  type Input,
  type Inputs,
  type Tensors,
} from './program/inputs.ts'
export { onDevice, onHost, type Outputs, type Results } from './program/outputs.ts'
export { SessionPool } from './program/session-pool.ts'
export { gradient } from './graph/autodiff.ts'
export { Graph, type Tensor } from './graph/graph.ts'
export { serialise } from './graph/onnx.ts'
export { sizeOf, type DType, type Shape, type TypedArray } from './graph/shapes.ts'
export {
  adamW,
  adamWFeeds,
  adamWInputs,
  adamWSettings,
  adamWState,
  clipByNorm,
  ema,
  endToEnd,
  type AdamWConfig,
  type AdamWInputs,
  type AdamWState,
  type AdamWStep,
} from './optim.ts'
export { Queue } from './runtime/queue.ts'
export { Runtime, type BackendName, type Ort, type DeviceBuffer, type WebOrt } from './runtime/runtime.ts'
export { tallySince, type Tally } from './runtime/tally.ts'
export { Value } from './runtime/value.ts'
