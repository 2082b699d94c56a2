/** What the packed folder holds agreement on: read by the native runtime where it is packed, and by the card where it runs. */
import type { LoraShape } from '../../src/lm/graph-weights.ts'
import type { Reading, UpdateReading } from '../lib/agreement.ts'

/** Models of reference/architectures: every kind of layer, in floats and packed. */
export const smallModels = [
  { name: 'qwen2', precision: 'f32' },
  { name: 'qwen3', precision: 'packed' },
  { name: 'gemma3_text', precision: 'f32' },
  { name: 'smollm3', precision: 'packed' },
] as const

export const packedLora: LoraShape = { rank: 4, scale: 2 }

export const readOptions = { attempts: 3, tokens: 6 }

/** By model and precision: the native runtime's reading, and its updates in float64 where the weights are floats. */
export type Expected = Record<string, { native: Reading; exact: UpdateReading[] | null }>
