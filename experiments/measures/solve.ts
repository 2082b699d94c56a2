/** Attempts to the first pass on presets, arm by arm and seed by seed. */
import { attemptsToReach, discoveryAt } from '../../src/statistics/discovery.ts'
import { firstSuccesses, firstTable } from '../lib/first-successes.ts'
import { openHeadless } from '../lib/headless.ts'
import type { Experiment, Row } from './report.ts'

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
  const rows: Row[] = []
  const firstSuccess: Record<string, Record<string, (number | null)[]>> = {}
  for (const arm of arms) {
    const contestant = { name: arm, config: { ...config, arm, stop: 'first-pass' as const } }
    const table = firstTable(
      await firstSuccesses({ lab, contestants: [contestant], problems, seeds, capacity }),
    )[arm]!
    firstSuccess[arm] = table
    for (const [id, firsts] of Object.entries(table))
      rows.push({
        name: `${arm} ${id} solved of ${seeds}`,
        value: firsts.filter((first) => first !== null).length,
      })
    const all = Object.values(table)
    for (const k of [16, 32, 64, 128, 256].filter((k) => k <= config.budget))
      rows.push({ name: `${arm} discovery@${k}`, value: discoveryAt(k, all) })
    rows.push({ name: `${arm} attempts for 50 %`, value: attemptsToReach(0.5, all) ?? Infinity })
  }
  await lab.model.dispose()
  return { rows, firstSuccess, config }
}
