/** A flat adapter laid out as the joined products of a decoding step read it, once for all tokens. */
import type { LlamaConfig } from './config.ts'
import type { LoraShape } from './graph-weights.ts'
import { joins, joinShape } from './joined-projections.ts'
import type { Theta } from './model.ts'
import { flatLayout, layerAdapterParameters, projectionGroups, type ProjectionGroup } from './parameters.ts'

export type JoinedAdapter = Record<ProjectionGroup, { a: Float32Array; b: Float32Array }>

/** The adapters of every layer; those of null change nothing. */
export function joinedAdapters(
  config: LlamaConfig,
  { rank, scale }: LoraShape,
  theta: Theta,
): JoinedAdapter[] {
  const layout = flatLayout(layerAdapterParameters(config, rank))
  const offsets = new Map(layout.slots.map(({ name, offset }) => [name, offset]))
  return Array.from({ length: config.layers }, (_, layer) => {
    const of = (join: ProjectionGroup) => {
      const { outs, inputs } = joinShape(config, join)
      const width = outs.reduce((x, y) => x + y)
      const a = new Float32Array(rank * outs.length * inputs)
      const b = new Float32Array(rank * outs.length * width)
      if (theta) {
        let column = 0
        projectionGroups[join].forEach((projection, i) => {
          const at = (matrix: string) => layer * layout.length + offsets.get(`${projection}.${matrix}`)!
          a.set(theta.subarray(at('lora_A'), at('lora_A') + rank * inputs), i * rank * inputs)
          const from = at('lora_B')
          for (let out = 0; out < outs[i]!; out++)
            for (let r = 0; r < rank; r++)
              b[(i * rank + r) * width + column + out] = theta[from + out * rank + r]! * scale
          column += outs[i]!
        })
      }
      return { a, b }
    }
    return Object.fromEntries(joins.map((join) => [join, of(join)])) as JoinedAdapter
  })
}
