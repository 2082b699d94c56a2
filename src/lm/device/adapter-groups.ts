/** Projections that read one input, as kernels see them: their outputs beside each other, their adapters as slots. */
import type { LoraShape } from '../graph-weights.ts'
import type { LlamaConfig } from '../config.ts'
import { flatLayout, layerAdapterParameters, projectionShape, type Projection } from '../parameters.ts'

/** The projections that read one input. */
const groups = {
  attention: ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'],
  output: ['self_attn.o_proj'],
  mlp: ['mlp.gate_proj', 'mlp.up_proj'],
  down: ['mlp.down_proj'],
} as const satisfies Record<string, readonly Projection[]>
export type GroupName = keyof typeof groups

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
): { groups: Record<GroupName, Group>; adapters: Adapters } {
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
      attention: group(groups.attention),
      output: group(groups.output),
      mlp: group(groups.mlp),
      down: group(groups.down),
    },
    adapters: { ...lora, layerLength: length, thetaLength: length * config.layers },
  }
}
