/** Projections that read one input, as kernels see them: their outputs beside each other, their adapters as slots. */
import type { LoraShape } from '../graph-weights.ts'
import type { LlamaConfig } from '../config.ts'
import {
  flatLayout,
  layerAdapterParameters,
  projectionGroups,
  projectionShape,
  type Projection,
  type ProjectionGroup,
} from '../parameters.ts'

export interface Group {
  projections: readonly Projection[]
  inputs: number
  /** Where each projection's outputs begin in a row, how many they are, and all together. */
  starts: readonly number[]
  counts: readonly number[]
  width: number
  /** Where A [rank, inputs] and B [out, rank] of each begin in a layer's part of theta. */
  a: readonly number[]
  b: readonly number[]
}

/** How the adapters of a theta lie: policy by policy, layer by layer. */
export interface Adapters extends LoraShape {
  layerLength: number
  thetaLength: number
}

/** The groups of a layer, and the layout of adapters. */
export function layerGroups(
  config: LlamaConfig,
  lora: LoraShape,
): { groups: Record<ProjectionGroup, Group>; adapters: Adapters } {
  const { slots, length } = flatLayout(layerAdapterParameters(config, lora.rank))
  const offset = (name: string) => slots.find((slot) => slot.name === name)!.offset
  const group = (projections: readonly Projection[]): Group => {
    const counts = projections.map((projection) => projectionShape(config, projection)[0])
    return {
      projections,
      inputs: projectionShape(config, projections[0]!)[1],
      starts: counts.map((_, i) => counts.slice(0, i).reduce((a, b) => a + b, 0)),
      counts,
      width: counts.reduce((a, b) => a + b),
      a: projections.map((projection) => offset(`${projection}.lora_A`)),
      b: projections.map((projection) => offset(`${projection}.lora_B`)),
    }
  }
  return {
    groups: {
      attention: group(projectionGroups.attention),
      output: group(projectionGroups.output),
      mlp: group(projectionGroups.mlp),
      down: group(projectionGroups.down),
    },
    adapters: { ...lora, layerLength: length, thetaLength: length * config.layers },
  }
}
