/** What work on a graphics device costs in things that can be counted on any adapter. */

export interface GpuCounts {
  dispatches: number
  submits: number
  /** Bytes written to buffers from the host. */
  uploaded: number
  readbacks: number
  /** Bytes mapped for reading. */
  readBack: number
  /** Buffers made and not destroyed, and their bytes. */
  buffersLeft: number
  bytesLeft: number
}

const none = (): GpuCounts => ({
  dispatches: 0,
  submits: 0,
  uploaded: 0,
  readbacks: 0,
  readBack: 0,
  buffersLeft: 0,
  bytesLeft: 0,
})
let counts: GpuCounts | null = null
let wrapped = false
/** Sizes of the buffers that have been made since the calls were wrapped, and not destroyed. */
const live = new Map<object, number>()
/** The operator of a shader, which its label names, and so of its pipelines and of the passes that these are set in. */
const operators = new WeakMap<object, string>()
/** Dispatches of each operator while counting. */
let byOperator = new Map<string, number>()

/** Counts what `work` asks of WebGPU, whoever asks; one at a time. Needs WebGPU's globals. */
export async function gpuCounts<T>(
  work: () => Promise<T>,
): Promise<{ result: T; counts: GpuCounts; operators: ReadonlyMap<string, number> }> {
  countFromHereOn()
  const own = none()
  counts = own
  byOperator = new Map()
  try {
    return { result: await work(), counts: own, operators: byOperator }
  } finally {
    counts = null
  }
}

/** The name of a pipeline's kernel: its shader's label. Known of pipelines made since the calls were wrapped. */
export const kernelOf = (pipeline: object): string => operators.get(pipeline) ?? 'unnamed'

/** Wraps the calls, if they are not yet: buffers and pipelines that are made before are not known. */
export function countFromHereOn(): void {
  if (!wrapped) wrap()
  wrapped = true
}

/** Buffers that are there now, and their bytes, of those made since the calls were wrapped. */
export const liveBuffers = (): { buffers: number; bytes: number } => ({
  buffers: live.size,
  bytes: [...live.values()].reduce((a, b) => a + b, 0),
})

/** Wraps the calls once for the life of the process. */
function wrap(): void {
  for (const dispatch of ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'])
    counting(GPUComputePassEncoder.prototype, dispatch, (own, _args, pass) => {
      own.dispatches++
      const name = operators.get(pass as object) ?? 'unnamed'
      byOperator.set(name, (byOperator.get(name) ?? 0) + 1)
    })
  counting(GPUComputePassEncoder.prototype, 'setPipeline', (_own, [pipeline], pass) => {
    operators.set(pass as object, operators.get(pipeline as object) ?? 'unnamed')
  })
  watching(GPUDevice.prototype, 'createShaderModule', (made, [descriptor]) =>
    operators.set(made as object, (descriptor as { label?: string }).label || 'unnamed'),
  )
  const named = (pipeline: unknown, descriptor: unknown) => {
    const { module } = (descriptor as GPUComputePipelineDescriptor).compute
    operators.set(pipeline as object, operators.get(module) ?? 'unnamed')
  }
  watching(GPUDevice.prototype, 'createComputePipeline', (made, [descriptor]) => named(made, descriptor))
  watching(GPUDevice.prototype, 'createComputePipelineAsync', (made, [descriptor]) => {
    void (made as Promise<object>).then((pipeline) => named(pipeline, descriptor))
  })
  watching(GPUDevice.prototype, 'createBuffer', (made, [descriptor]) => {
    live.set(made as object, (descriptor as { size: number }).size)
    if (counts)
      [counts.buffersLeft, counts.bytesLeft] = [
        counts.buffersLeft + 1,
        counts.bytesLeft + (descriptor as { size: number }).size,
      ]
  })
  watching(GPUBuffer.prototype, 'destroy', (_made, _args, buffer) => {
    const size = live.get(buffer as object)
    if (size === undefined) return
    live.delete(buffer as object)
    if (counts) [counts.buffersLeft, counts.bytesLeft] = [counts.buffersLeft - 1, counts.bytesLeft - size]
  })
  counting(GPUQueue.prototype, 'submit', (own) => own.submits++)
  counting(GPUQueue.prototype, 'writeBuffer', (own, [, , data, offset = 0, size]) => {
    const unit =
      ArrayBuffer.isView(data) && 'BYTES_PER_ELEMENT' in data ? (data.BYTES_PER_ELEMENT as number) : 1
    own.uploaded +=
      typeof size === 'number'
        ? size * unit
        : (data as ArrayBuffer | ArrayBufferView).byteLength - (offset as number) * unit
  })
  counting(GPUBuffer.prototype, 'mapAsync', (own, [mode, offset = 0, size], buffer) => {
    // 1 is GPUMapMode.READ.
    if (mode !== 1) return
    own.readbacks++
    own.readBack += (size as number | undefined) ?? (buffer as GPUBuffer).size - (offset as number)
  })
}

function counting(
  prototype: object,
  name: string,
  note: (counts: GpuCounts, args: readonly unknown[], self: unknown) => void,
): void {
  const methods = prototype as Record<string, (...args: unknown[]) => unknown>
  const method = methods[name]!
  methods[name] = function (this: unknown, ...args: unknown[]) {
    if (counts) note(counts, args, this)
    return method.apply(this, args)
  }
}

/** Hears of every call, whether or not anything is counted. */
function watching(
  prototype: object,
  name: string,
  note: (result: unknown, args: readonly unknown[], self: unknown) => void,
): void {
  const methods = prototype as Record<string, (...args: unknown[]) => unknown>
  const method = methods[name]!
  methods[name] = function (this: unknown, ...args: unknown[]) {
    const result = method.apply(this, args)
    note(result, args, this)
    return result
  }
}
