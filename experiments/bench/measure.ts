/** What a measure of the benchmark is given and says. */
import type { BenchRow } from './row.ts'

export interface BenchOptions {
  threads: number
  /** Turns of whatever is interleaved. */
  turns: number
  /** A GGUF file of SmolLM2-135M, and one of Qwen2.5-0.5B; null: by its shape, with random weights. */
  smollm2: string
  qwen: string | null
  /** A Python that has torch, transformers and peft; null: none. */
  python: string | null
}

export type Measure = (options: BenchOptions) => Promise<BenchRow[]>

/** Why a measure could not be made here, in a sentence. */
export class Unavailable extends Error {}
