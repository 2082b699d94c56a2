/** What reports of `solve` and `base-rate` say of presets on one model, as the lab shows it. */
import type { SolvedOn } from '../../src/problems/solved-on.ts'

/** The parts of a report that are read. */
export interface ReportOfPresets {
  experiment: string
  rows: readonly { name: string; value: number }[]
  /** `solve`: by arm and preset, the attempt that passed first in each run, null for none. */
  firstSuccess?: Record<string, Record<string, (number | null)[]>>
  config?: { budget: number }
  /** `base-rate`: attempts a preset. */
  samples?: number
}

/** One entry a preset, in the order of the reports. Throws on a report of another experiment. */
export function tableOf(model: string, reports: readonly ReportOfPresets[]): SolvedOn[] {
  const entries = new Map<string, SolvedOn>()
  const entry = (preset: string): SolvedOn => {
    const known = entries.get(preset) ?? { preset, model, runs: [] }
    entries.set(preset, known)
    return known
  }
  for (const { experiment, firstSuccess, config, rows, samples } of reports) {
    if (experiment === 'solve' && firstSuccess && config)
      for (const [arm, table] of Object.entries(firstSuccess))
        for (const [preset, firsts] of Object.entries(table))
          entry(preset).runs.push({
            arm,
            solved: firsts.filter((first) => first !== null).length,
            of: firsts.length,
            budget: config.budget,
          })
    else if (experiment === 'base-rate' && samples !== undefined)
      for (const { name, value } of rows) {
        const preset = / pass rate$/.test(name) ? name.replace(/ pass rate$/, '') : null
        if (preset !== null) entry(preset).base = { rate: value, of: samples }
      }
    else throw new Error(`A report of ${experiment} says nothing of presets: solve and base-rate do.`)
  }
  return [...entries.values()]
}
