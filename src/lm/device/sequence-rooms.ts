/** The buffers that all layers of a pass over whole sequences share, by the names that kernels bind them by, and the angles of its columns. */
import type { LlamaConfig } from '../config.ts'
import { ropeTables, type Rope } from '../rope.ts'
import type { Kernels } from './kernels.ts'

export class SequenceRooms {
  private readonly rotations = new Map<string, GPUBuffer>()
  private readonly rooms = new Map<string, GPUBuffer>()

  /** @param own takes every buffer that is made */
  constructor(
    private readonly kernels: Kernels,
    private readonly config: LlamaConfig,
    private readonly rank: number,
    private readonly shape: { batch: number; length: number },
    private readonly own: (buffer: GPUBuffer) => GPUBuffer,
  ) {}

  /** A buffer of all rows, made when it is first asked for. Throws where no kernel binds such a name. */
  of(name: string): GPUBuffer {
    const known = this.rooms.get(name)
    if (known) return known
    const { batch, length } = this.shape
    const made = this.own(this.kernels.room(batch * length * this.widthOf(name) * 4))
    this.rooms.set(name, made)
    return made
  }

  /** Cosines, then sines, [columns, headDim / 2] each. */
  rotation(rope: Rope | null): GPUBuffer {
    const key = JSON.stringify(rope)
    const known = this.rotations.get(key)
    if (known) return known
    const { cos, sin } = ropeTables(rope, this.config.headDim, this.shape.length)
    const both = new Float32Array(cos.length * 2)
    both.set(cos)
    both.set(sin, cos.length)
    const made = this.own(this.kernels.filled(both))
    this.rotations.set(key, made)
    return made
  }

  private widthOf(name: string): number {
    const { heads, kvHeads, headDim, hiddenSize, intermediateSize } = this.config
    switch (name) {
      case 'qkv':
      case 'dqkv':
        return (heads + 2 * kvHeads) * headDim
      case 'turned':
      case 'dturned':
        return (heads + kvHeads) * headDim
      case 'attended':
      case 'dattended':
        return heads * headDim
      case 'sums':
      case 'losses':
        return heads
      case 'gateUp':
      case 'dgateUp':
        return 2 * intermediateSize
      case 'hidden':
        return intermediateSize
      case 'dlow':
      case 'low attention':
      case 'low output':
      case 'low mlp':
      case 'low down':
        return 3 * this.rank
      case 'normed':
      case 'normedMlp':
      case 'middle':
      case 'attentionOut':
      case 'mlpOut':
      case 'dnormed':
      case 'dout':
        return hiddenSize
      default:
        throw new Error(`Nothing is bound to ${name}.`)
    }
  }
}
