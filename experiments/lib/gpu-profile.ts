/**
 * How long each kernel of some work takes on a graphics device, by its own clock. While it is taken every dispatch is a pass of
 * its own between two timestamps, so the work as a whole is slower than it is unwatched.
 */
import { countFromHereOn, kernelOf } from './gpu-counts.ts'

export interface KernelTime {
  /** The kernel's name and the workgroups that one dispatch of it has. */
  kernel: string
  dispatches: number
  milliseconds: number
}

/** Queries that a set of timestamps may have. */
const setSize = 4096
/** GPUBufferUsage: QUERY_RESOLVE | COPY_SRC, and MAP_READ | COPY_DST. */
const [resolved, read] = [0x200 | 0x04, 0x01 | 0x08]

/** Timestamps that one command buffer takes, and what they are of. */
class Stamps {
  private readonly sets: GPUQuerySet[] = []
  private readonly kernels: string[] = []
  private readonly buffers: GPUBuffer[] = []

  constructor(private readonly device: GPUDevice) {}

  /** Where the next dispatch writes its two. */
  next(kernel: string): GPUComputePassTimestampWrites {
    const at = this.kernels.length * 2
    if (at % setSize === 0) this.sets.push(this.device.createQuerySet({ type: 'timestamp', count: setSize }))
    this.kernels.push(kernel)
    return {
      querySet: this.sets.at(-1)!,
      beginningOfPassWriteIndex: at % setSize,
      endOfPassWriteIndex: (at % setSize) + 1,
    }
  }

  /** Ends the command buffer with what brings them to the host. */
  finish(encoder: GPUCommandEncoder): void {
    this.sets.forEach((set, i) => {
      const count = Math.min(setSize, this.kernels.length * 2 - i * setSize)
      const on = this.device.createBuffer({ size: count * 8, usage: resolved })
      const off = this.device.createBuffer({ size: count * 8, usage: read })
      encoder.resolveQuerySet(set, 0, count, on, 0)
      encoder.copyBufferToBuffer(on, 0, off, 0, count * 8)
      this.buffers.push(off)
    })
  }

  /** Adds what each dispatch took. */
  async addTo(times: Map<string, KernelTime>): Promise<void> {
    let at = 0
    for (const buffer of this.buffers) {
      await buffer.mapAsync(1)
      const stamps = new BigUint64Array(buffer.getMappedRange())
      for (let i = 0; i < stamps.length; i += 2) {
        const kernel = this.kernels[at++]!
        const known = times.get(kernel) ?? { kernel, dispatches: 0, milliseconds: 0 }
        known.dispatches++
        known.milliseconds += Number(stamps[i + 1]! - stamps[i]!) / 1e6
        times.set(kernel, known)
      }
      buffer.unmap()
      buffer.destroy()
    }
    for (const set of this.sets) set.destroy()
  }
}

/** A pass whose every dispatch is one of its own. */
function watchedPass(encoder: GPUCommandEncoder, stamps: Stamps): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline | null = null
  const groups = new Map<number, unknown[]>()
  const alone = (shape: string, dispatch: (pass: GPUComputePassEncoder) => void) => {
    const pass = plain.beginComputePass!.call(encoder, {
      timestampWrites: stamps.next(`${kernelOf(pipeline!)} ${shape}`),
    }) as GPUComputePassEncoder
    pass.setPipeline(pipeline!)
    for (const args of groups.values()) (pass.setBindGroup as (...args: unknown[]) => void)(...args)
    dispatch(pass)
    pass.end()
  }
  return {
    setPipeline: (own: GPUComputePipeline) => {
      pipeline = own
    },
    setBindGroup: (...args: unknown[]) => void groups.set(args[0] as number, args),
    dispatchWorkgroups: (...counts: [number]) =>
      alone(`[${counts.join(', ')}]`, (pass) => pass.dispatchWorkgroups(...counts)),
    dispatchWorkgroupsIndirect: (buffer: GPUBuffer, offset: number) =>
      alone('indirect', (pass) => pass.dispatchWorkgroupsIndirect(buffer, offset)),
    end: () => {},
    pushDebugGroup: () => {},
    popDebugGroup: () => {},
    insertDebugMarker: () => {},
  } as unknown as GPUComputePassEncoder
}

type Methods = Partial<Record<string, (...args: unknown[]) => unknown>>
const plain: Methods = {}

/** Runs work and gives its kernels' times, the longest first. The device needs timestamp-query. */
export async function gpuProfile<T>(
  device: GPUDevice,
  work: () => Promise<T>,
): Promise<{ result: T; kernels: KernelTime[] }> {
  countFromHereOn()
  const prototype = GPUCommandEncoder.prototype as unknown as Methods
  plain.beginComputePass = prototype.beginComputePass!
  plain.finish = prototype.finish!
  const { beginComputePass, finish } = plain
  const all: Stamps[] = []
  const watched = new WeakMap<object, Stamps>()
  const of = (encoder: object) => {
    const known = watched.get(encoder) ?? new Stamps(device)
    if (!watched.has(encoder)) all.push(known)
    watched.set(encoder, known)
    return known
  }
  prototype.beginComputePass = function (this: GPUCommandEncoder) {
    return watchedPass(this, of(this))
  }
  prototype.finish = function (this: GPUCommandEncoder, ...args) {
    watched.get(this)?.finish(this)
    return finish!.apply(this, args)
  }
  try {
    const result = await work()
    await device.queue.onSubmittedWorkDone()
    const times = new Map<string, KernelTime>()
    prototype.beginComputePass = beginComputePass
    for (const stamps of all) await stamps.addTo(times)
    return { result, kernels: [...times.values()].sort((a, b) => b.milliseconds - a.milliseconds) }
  } finally {
    prototype.beginComputePass = beginComputePass
    prototype.finish = finish
  }
}
