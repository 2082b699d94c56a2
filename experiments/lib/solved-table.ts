/** What reports of `solve`, `base-rate` and `real-discovery` say of presets on one model, as the lab shows it. */
import type { SolvedOn } from '../../src/problems/solved-on.ts'
import { classSamples } from './class-samples.ts'
import { armReadingItsOwn } from './told.ts'

/** The parts of a report that are read. */
export interface ReportOfPresets {
  experiment: string
  rows: readonly { name: string; value: number }[]
  /** `solve` and `real-discovery`: by arm and preset, the attempt that passed first in each run, null for none. */
  firstSuccess?: Record<string, Record<string, (number | null)[]>>
  config?: { budget: number }
  /** `base-rate` and `real-discovery`: untouched attempts a preset. */
  samples?: number
  /** `real-discovery`: passes among its untouched attempts, by problem. */
  basePasses?: Record<string, number>
}

/** One entry a preset, in the order of the reports; of an arm in several, the last. Throws on a report of another experiment. */
export function tableOf(model: string, reports: readonly ReportOfPresets[]): SolvedOn[] {
  const entries = new Map<string, SolvedOn>()
  const entry = (preset: string): SolvedOn => {
    const known = entries.get(preset) ?? { preset, model, runs: [] }
    entries.set(preset, known)
    return known
  }
  for (const { experiment, firstSuccess, config, rows, samples, basePasses } of reports) {
    for (const [preset, passes] of Object.entries(basePasses ?? {}))
      entry(preset).base = { rate: passes / (samples ?? classSamples), of: samples ?? classSamples }
    if ((experiment === 'solve' || experiment === 'real-discovery') && firstSuccess && config)
      for (const [arm, table] of Object.entries(firstSuccess)) {
        // A control is no arm that anyone is offered.
        if (armReadingItsOwn(arm) !== null) continue
        for (const [preset, firsts] of Object.entries(table)) {
          const known = entry(preset)
          known.runs = known.runs.filter((run) => run.arm !== arm)
          known.runs.push({
            arm,
            solved: firsts.filter((first) => first !== null).length,
            of: firsts.length,
            budget: config.budget,
          })
        }
      }
    else if (experiment === 'base-rate' && samples !== undefined)
      for (const { name, value } of rows) {
        const preset = / pass rate$/.test(name) ? name.replace(/ pass rate$/, '') : null
        if (preset !== null) entry(preset).base = { rate: value, of: samples }
      }
    else
      throw new Error(
        `A report of ${experiment} says nothing of presets: solve, base-rate and real-discovery do.`,
      )
  }
  return [...entries.values()]
}
