/** Attempts to the first pass on presets, arm by arm and seed by seed. */
import { firstSuccesses, firstTable } from '../lib/first-successes.ts'
import { openHeadless } from '../lib/headless.ts'
import type { Experiment } from './report.ts'
import { solveRows } from './rows/solve.ts'

export const solve: Experiment = async ({
  presets: problems,
  config,
  model: folder,
  threads,
  arms,
  seeds,
  capacity,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const firstSuccess: Record<string, Record<string, (number | null)[]>> = {}
  for (const arm of arms) {
    const contestant = { name: arm, config: { ...config, arm, stop: 'first-pass' as const } }
    const table = firstTable(
      await firstSuccesses({ lab, contestants: [contestant], problems, seeds, capacity }),
    )[arm]!
    firstSuccess[arm] = table
  }
  await lab.model.dispose()
  const tables = { firstSuccess, budget: config.budget }
  return { rows: solveRows(tables), ...tables, config }
}
