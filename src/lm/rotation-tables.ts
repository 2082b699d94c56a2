/** The angles of each kind of layer as values that are fed to many runs. */
import type { Runtime, Value } from 'ort-train'
import type { LayerType } from './config.ts'
import { ropeTables } from './rope.ts'

export class RotationTables {
  private readonly known = new Map<string, { cos: Value<'f32'>; sin: Value<'f32'> }>()

  constructor(
    private readonly runtime: Runtime,
    private readonly headDim: number,
  ) {}

  /** Cosines and sines at positions 0 .. count - 1, [count, headDim / 2] each. */
  of({ rope }: LayerType, count: number): { cos: Value<'f32'>; sin: Value<'f32'> } {
    const key = `${count}/${JSON.stringify(rope)}`
    const known = this.known.get(key)
    if (known) return known
    const { cos, sin } = ropeTables(rope, this.headDim, count)
    const table = (values: Float32Array) => this.runtime.value('f32', [count, this.headDim / 2], values)
    const made = { cos: table(cos), sin: table(sin) }
    this.known.set(key, made)
    return made
  }
}
