/** What an experiment is given, and what it says. */
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import type { Problem } from '../../src/problems/problem.ts'
import type { Arm, RunConfig } from '../../src/sdpo/config.ts'
import type { Told } from '../lib/told.ts'
import type { HeldOut } from '../lib/drawn-problems.ts'

export interface ExperimentOptions {
  /** Presets, for the experiments on presets. */
  presets: readonly Problem[]
  /** Ids of short problems, for the experiments on a real model; null: all. */
  shorts: readonly string[] | null
  /** How many drawn problems a family. */
  problems: number
  families: readonly FamilyName[]
  split: HeldOut
  /** Problems whose pass@64 is below this. */
  passAt64: number
  config: RunConfig
  /** Folder of the model, or its GGUF file. */
  model: string
  /** Folders of models of several sizes, the bundled one first. */
  models: readonly string[]
  threads: number
  samples: number
  arms: readonly Arm[]
  /** Whether they were named: an experiment with arms of its own then leaves the others out. */
  onlyArms: boolean
  /** By whose feedback the arms learn. */
  told: readonly Told[]
  /** Pieces of feedback that multi-turn reads; one arm each. */
  windows: readonly number[]
  seeds: number
  steps: number
  /** Tickets with a hidden meaning. */
  tickets: number
  /** Number of the first ticket: others than those that a figure is of. */
  from: number
  /** How often the untouched model passes the problems that it solves now and then. */
  rates: { from: number; to: number }
  /** Among which each arm's is chosen, where an experiment chooses one. */
  learningRates: readonly number[]
  /** Whether the hidden meanings of drawn problems are drawn evenly or by habit. */
  truths: 'even' | 'habit'
  /** A model of the catalogue to measure by its shape alone; null: none. */
  shape: string | null
  /** Runs in one graph. */
  capacity: number
  /** `--set` as it was given: what an experiment would choose itself, it leaves alone. */
  runSettings: readonly string[]
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
