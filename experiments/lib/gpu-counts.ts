/** What work on a graphics device costs in things that can be counted on any adapter. */

export interface GpuCounts {
  dispatches: number
  submits: number
  /** Bytes written to buffers from the host. */
  uploaded: number
  readbacks: number
  /** Bytes mapped for reading. */
  readBack: number
}

const none = (): GpuCounts => ({ dispatches: 0, submits: 0, uploaded: 0, readbacks: 0, readBack: 0 })
let counts: GpuCounts | null = null
let wrapped = false

/** Counts what `work` asks of WebGPU, whoever asks; one at a time. Needs WebGPU's globals. */
export async function gpuCounts<T>(work: () => Promise<T>): Promise<{ result: T; counts: GpuCounts }> {
  if (!wrapped) wrap()
  wrapped = true
  const own = none()
  counts = own
  try {
    return { result: await work(), counts: own }
  } finally {
    counts = null
  }
}

/** Wraps the calls once for the life of the process. */
function wrap(): void {
  counting(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', (own) => own.dispatches++)
  counting(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', (own) => own.dispatches++)
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
