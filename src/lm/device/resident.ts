/**
 * Flat vectors that a graphics device holds beside the host's copies: a theta is uploaded once, and what an update has
 * made there is never uploaded at all. The host's vectors are never written to, so the same memory is the same values.
 */
import type { Kernels } from './kernels.ts'

interface Entry {
  /** Where the host's copy lies. */
  memory: ArrayBufferLike
  offset: number
  buffer: GPUBuffer
}

/** Vectors that are kept of each policy: student, teacher, start, both moments, and one more. */
const perPolicy = 6

export class ResidentVectors {
  private entries: Entry[] = []
  /** Vectors that are kept: those of as many policies as were ever asked for at once, and of one beside. */
  private limit = 2 * perPolicy

  constructor(private readonly kernels: Kernels) {}

  /** Vectors of `length` floats end to end in a buffer that its caller destroys; zeros for null. */
  endToEnd(vectors: readonly (Float32Array | null)[], length: number): GPUBuffer {
    const { device } = this.kernels
    this.limit = Math.max(this.limit, (vectors.length + 1) * perPolicy)
    const all = this.kernels.room(vectors.length * length * 4)
    const encoder = device.createCommandEncoder()
    vectors.forEach((vector, i) => {
      if (vector) encoder.copyBufferToBuffer(this.of(vector), 0, all, i * length * 4, length * 4)
    })
    device.queue.submit([encoder.finish()])
    this.trim()
    return all
  }

  /** Keeps what `buffer` holds from `at` bytes on as the device's copy of a vector. */
  keep(vector: Float32Array, buffer: GPUBuffer, at: number): void {
    const { device } = this.kernels
    const own = this.kernels.room(vector.byteLength)
    const encoder = device.createCommandEncoder()
    encoder.copyBufferToBuffer(buffer, at, own, 0, vector.byteLength)
    device.queue.submit([encoder.finish()])
    this.entries.unshift({ memory: vector.buffer, offset: vector.byteOffset, buffer: own })
    this.trim()
  }

  release(): void {
    for (const { buffer } of this.entries) buffer.destroy()
    this.entries = []
  }

  private of(vector: Float32Array): GPUBuffer {
    const known = this.entries.find(
      ({ memory, offset, buffer }) =>
        memory === vector.buffer && offset === vector.byteOffset && buffer.size >= vector.byteLength,
    )
    const entry = known ?? {
      memory: vector.buffer,
      offset: vector.byteOffset,
      buffer: this.kernels.filled(vector as Float32Array<ArrayBuffer>),
    }
    this.entries = [entry, ...this.entries.filter((other) => other !== entry)]
    return entry.buffer
  }

  private trim(): void {
    for (const { buffer } of this.entries.slice(this.limit)) buffer.destroy()
    this.entries = this.entries.slice(0, this.limit)
  }
}
