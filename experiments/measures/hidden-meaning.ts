/** “Hide a meaning”: tickets as the page's dice throw them, and the attempts until their secret meaning is found, by the page's own settings. */
import { hiddenSettings } from '../../src/authoring/ticket/settings.ts'
import { throwDice } from '../../src/authoring/ticket/dice.ts'
import { Rng } from '../../src/rng.ts'
import { bootstrapped } from '../../src/statistics/bootstrap.ts'
import { discoveryAt } from '../../src/statistics/discovery.ts'
import { firstSuccesses, firstTable, type Contestant } from '../lib/first-successes.ts'
import { openHeadless } from '../lib/headless.ts'
import { withSettings } from './with-settings.ts'
import type { Experiment, Row } from './report.ts'

/** Attempts within which a ticket is to be found. */
const budget = 128

export const hiddenMeaning: Experiment = async ({
  config: base,
  model: folder,
  threads,
  split,
  tickets: count,
  seeds,
  arms,
  windows,
  capacity,
  runSettings,
}) => {
  const config = withSettings({ ...base, ...hiddenSettings, budget, stop: 'first-pass' }, runSettings)
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const drawn = Array.from({ length: count }, (_, i) => throwDice(Rng.of(i + 1, 'hidden-meaning', split)))
  const problems = drawn.map(({ hidden }, i) => ({ ...hidden.problem, id: `hidden-${i + 1}` }))
  const contestants = arms.flatMap((arm): Contestant[] =>
    arm === 'multi-turn'
      ? windows.map((window) => ({
          name: `multi-turn, window ${window}`,
          config: { ...config, arm, window },
        }))
      : [{ name: arm, config: { ...config, arm } }],
  )
  const firstSuccess = firstTable(await firstSuccesses({ lab, contestants, problems, seeds, capacity }))
  await lab.model.dispose()
  const rows: Row[] = [
    { name: 'tickets', value: count },
    { name: 'seeds', value: seeds },
    { name: 'of them about rows', value: drawn.filter(({ built }) => built.family === 'records').length },
    {
      name: 'of them with a program that the model was trained on',
      value: drawn.filter(({ hidden }) => hidden.trainedOn).length,
    },
  ]
  for (const [name, table] of Object.entries(firstSuccess)) {
    const all = Object.values(table)
    const found = all.map((firsts) => firsts.filter((first) => first !== null).length / firsts.length)
    const share = found.reduce((sum, one) => sum + one, 0)
    const bar = name === 'sdpo' ? { bar: 'at least 40 of 50', holds: share >= 0.8 * count } : {}
    rows.push({ name: `${name}: tickets found within ${budget}, mean over seeds`, value: share, ...bar })
    for (const k of [16, 32, 64, budget])
      rows.push({ name: `${name}: discovery@${k}`, ...bootstrapped(all, (items) => discoveryAt(k, items)) })
  }
  const tickets = drawn.map(({ hidden }, i) => ({
    id: `hidden-${i + 1}`,
    statement: hidden.problem.statement,
    solution: hidden.problem.solution,
    habit: Number(hidden.habit.toPrecision(3)),
    trainedOn: hidden.trainedOn,
  }))
  return { rows, tickets, firstSuccess, config }
}
