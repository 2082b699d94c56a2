/** Attempts to the first pass on presets, arm by arm and seed by seed. */
import { attemptsToReach, discoveryAt } from '../../src/sdpo/discovery.ts'
import { headlessRun, openHeadless } from '../headless.ts'
import { progress, type Experiment, type Row } from './report.ts'

export const solve: Experiment = async ({ problems, config, model: folder, threads, arms, seeds }) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const rows: Row[] = []
  const firstSuccess: Record<string, Record<string, (number | null)[]>> = {}
  for (const arm of arms) {
    const table: Record<string, (number | null)[]> = (firstSuccess[arm] = {})
    for (const problem of problems) {
      const firsts: (number | null)[] = (table[problem.id] = [])
      for (let seed = 1; seed <= seeds; seed++) {
        const run = headlessRun(lab, problem, { ...config, arm, seed, stop: 'first-pass' })
        await run.finish()
        firsts.push(run.firstPass)
        progress(`${arm} ${problem.id} seed ${seed}: ${run.firstPass ?? 'not'} within ${config.budget}`)
      }
      rows.push({ name: `${arm} ${problem.id} solved of ${seeds}`, value: firsts.filter((first) => first !== null).length })
    }
    const all = Object.values(table)
    for (const k of [16, 32, 64, 128, 256].filter((k) => k <= config.budget)) rows.push({ name: `${arm} discovery@${k}`, value: discoveryAt(k, all) })
    rows.push({ name: `${arm} attempts for 50 %`, value: attemptsToReach(0.5, all) ?? NaN })
  }
  progress('')
  await lab.model.dispose()
  return { rows, firstSuccess, config }
}
