/** What an experiment is given, and what it says. */
import type { Problem } from '../../src/problems/problem.ts'
import type { Arm, RunConfig } from '../../src/sdpo/config.ts'

export interface ExperimentOptions {
  problems: readonly Problem[]
  config: RunConfig
  /** Folder of the model. */
  model: string
  threads: number
  samples: number
  arms: readonly Arm[]
  seeds: number
  steps: number
}

export interface Row {
  name: string
  value: number
  /** 90 % interval, where there is one. */
  low?: number
  high?: number
  /** What the value is held against. */
  bar?: string
  holds?: boolean
}

export interface Report {
  rows: Row[]
  /** First success per arm, problem and seed; null: none within the budget. */
  firstSuccess?: Record<string, Record<string, (number | null)[]>>
  [extra: string]: unknown
}

export type Experiment = (options: ExperimentOptions) => Promise<Report>

/** A line that rewrites itself on a terminal. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}
