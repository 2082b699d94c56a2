/**
 * What readers make of a batch's responses, of hidden states on the device: the head's logits stay there, some rows at a time,
 * and what is asked of them is read back once for all.
 */
import { f32, onDevice, program, type Value } from 'ort-train'
import type { Batch } from '../batch.ts'
import { evenBlocks, headInputs, headLogits, type HeadOptions } from '../head.ts'
import type { LayerwiseExecutor } from '../layerwise.ts'
import type { ComparedPosition, Theta } from '../model.ts'
import type { DeviceHidden, DevicePasses } from './device-passes.ts'
import type { KernelCode } from './kernel-code.ts'
import { bufferUse, mapRead, record } from './kernels.ts'
import { comparedIds, comparedKernel, comparedWords, logProbsAtKernel } from './reading-kernels.ts'

/** Logits that are there at once: 64 MB. Of a packed head all is made floats for every block of rows, so there are few of them. */
const logitFloats = 16 * 2 ** 20

/** Logits of hidden states [rows, d] at a temperature. */
const deviceLogits = program({
  inputs: (options: HeadOptions & { rows: number }) => ({
    head: headInputs(options, 'sequence'),
    x: f32([options.rows, options.hiddenSize]),
    temperature: f32([]),
  }),
  free: ['rows'],
  build: ({ head, x, temperature }, options) => ({
    logits: onDevice(headLogits(head, options, 'sequence')(x, temperature)),
  }),
})

/** One policy's responses in a batch that the device takes, and how many tokens each has. */
export interface DeviceReader {
  batch: Batch
  theta: Theta
  lengths: readonly number[]
}

export class DeviceReadings {
  constructor(
    private readonly passes: LayerwiseExecutor,
    private readonly device: DevicePasses,
  ) {}

  /** Both readers at every position of responses that are the same for both, end to end. */
  async compare(
    readers: { student: DeviceReader; teacher: DeviceReader },
    tokens: readonly number[],
    { temperature, alpha, k }: { temperature: number; alpha: number; k: number },
  ): Promise<ComparedPosition[]> {
    const { vocabulary } = this.passes.config
    const count = comparedIds(k)
    const all = await this.read([readers.student, readers.teacher], temperature, {
      words: comparedWords(k),
      kernel: (rows) => comparedKernel({ rows, vocabulary, alpha, k }),
      asked: (from, to, apart) => [apart, ...tokens.slice(from, to)],
    })
    return tokens.map((_, position) => {
      const own = all.subarray(position * comparedWords(k), (position + 1) * comparedWords(k))
      const [studentEntropy, teacherEntropy, divergence] = own as unknown as [number, number, number]
      // A vocabulary of fewer tokens leaves places free.
      const places = Array.from({ length: count }, (_, i) => i).filter((i) => own[3 + i]! < vocabulary)
      const part = (n: number) => places.map((i) => own[3 + n * count + i]!)
      return {
        ids: part(0),
        student: part(1),
        teacher: part(2),
        studentEntropy,
        teacherEntropy,
        divergence,
      }
    })
  }

  /** Log-probabilities at some ids of every position, of all responses end to end. */
  async logProbsAt(
    reader: DeviceReader,
    ids: readonly (readonly number[])[],
    temperature: number,
  ): Promise<number[][]> {
    const { vocabulary } = this.passes.config
    const count = Math.max(1, ...ids.map(({ length }) => length))
    const all = await this.read([reader], temperature, {
      words: count,
      kernel: (rows) => logProbsAtKernel({ rows, vocabulary, count }),
      asked: (from, to) =>
        ids.slice(from, to).flatMap((own) => Array.from({ length: count }, (_, i) => own[i] ?? 0)),
    })
    return ids.map((own, position) => own.map((_, i) => all[position * count + i]!))
  }

  /**
   * Floats that a kernel makes of each position's logits, `words` a position. A block's logits are those of its first reader and then, where
   * it is another reading, the second's: `asked` hears how many rows apart they are, and gives the words that the kernel reads.
   */
  private async read(
    readers: readonly DeviceReader[],
    temperature: number,
    what: {
      words: number
      kernel: (rows: number) => KernelCode
      asked: (from: number, to: number, apart: number) => number[]
    },
  ): Promise<Float32Array> {
    const { kernels, runtime } = this.device
    const { config, weights, pool } = this.passes
    const { device } = kernels
    const owned: GPUBuffer[] = []
    const own = (buffer: GPUBuffer) => (owned.push(buffer), buffer)
    try {
      const made: { hidden: DeviceHidden; reader: DeviceReader }[] = []
      for (const reader of readers) {
        const hidden = await this.device.remembered(reader.batch, [reader.theta])
        if (!made.some((other) => other.hidden === hidden)) made.push({ hidden, reader })
      }
      const rows = readers[0]!.lengths.reduce((sum, length) => sum + length, 0)
      const read = own(kernels.room(rows * what.words * 4, bufferUse.read))
      const program = deviceLogits.compile(pool)
      const blocks = evenBlocks('webgpu', made.length * config.vocabulary, rows, logitFloats)
      for (const { from, to } of blocks) {
        const size = to - from
        const x = this.states(made, from, to)
        const { logits } = await program.run(
          { ...weights.headOptions, rows: made.length * size },
          { head: weights.headFeeds('sequence'), x, temperature },
        )
        x.release()
        const { code, bindings, groups } = what.kernel(size)
        const bound: Record<string, GPUBuffer> = {
          logits: logits.buffer,
          asked: own(kernels.filled(Uint32Array.from(what.asked(from, to, made.length > 1 ? size : 0)))),
          out: own(kernels.room(size * what.words * 4)),
        }
        const step = kernels.step(
          code,
          bindings.map((name) => bound[name]!),
          groups,
        )
        await kernels.sound()
        const encoder = device.createCommandEncoder()
        record(encoder, [step])
        encoder.copyBufferToBuffer(bound.out!, 0, read, from * what.words * 4, size * what.words * 4)
        device.queue.submit([encoder.finish()])
        logits.release()
      }
      return await runtime.alone(async () => {
        await read.mapAsync(mapRead, 0, rows * what.words * 4)
        const all = new Float32Array(read.getMappedRange(0, rows * what.words * 4).slice(0))
        read.unmap()
        return all
      })
    } finally {
      for (const buffer of owned) buffer.destroy()
    }
  }
  /** Hidden states at positions from .. to - 1 of each reading, one after the other: padding between responses is left out. */
  private states(
    made: readonly { hidden: DeviceHidden; reader: DeviceReader }[],
    from: number,
    to: number,
  ): Value<'f32'> {
    const { kernels, runtime } = this.device
    const { hiddenSize } = this.passes.config
    const width = hiddenSize * 4
    const buffer = kernels.room(made.length * (to - from) * width)
    const encoder = kernels.device.createCommandEncoder()
    made.forEach(({ hidden, reader: { batch, lengths } }, n) => {
      let begun = 0
      lengths.forEach((length, row) => {
        const [first, end] = [Math.max(from, begun), Math.min(to, begun + length)]
        if (first < end)
          encoder.copyBufferToBuffer(
            hidden.buffer,
            (row * batch.shape.response + first - begun) * width,
            buffer,
            (n * (to - from) + first - from) * width,
            (end - first) * width,
          )
        begun += length
      })
    })
    kernels.device.queue.submit([encoder.finish()])
    return runtime.owned(buffer, 'f32', [made.length * (to - from), hiddenSize])
  }
}
