/** “Hide a meaning”: tickets as the page's dice throw them, and the attempts until their secret meaning is found, by the page's own settings. */
import { hiddenSettings } from '../../src/authoring/ticket/settings.ts'
import { throwDice } from '../../src/authoring/ticket/dice.ts'
import { Rng } from '../../src/rng.ts'
import { firstSuccesses, firstTable, type Contestant } from '../lib/first-successes.ts'
import { openHeadless } from '../lib/headless.ts'
import type { Experiment } from './report.ts'
import { hiddenRows } from './rows/hidden-meaning.ts'
import { withSettings } from '../../src/headless/with-settings.ts'

/** Attempts within which a ticket is to be found. */
const budget = 128

export const hiddenMeaning: Experiment = async ({
  config: base,
  model: folder,
  threads,
  split,
  tickets: count,
  from,
  seeds,
  arms,
  windows,
  capacity,
  runSettings,
}) => {
  const config = withSettings({ ...base, ...hiddenSettings, budget, stop: 'first-pass' }, runSettings)
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const drawn = Array.from({ length: count }, (_, i) => throwDice(Rng.of(from + i, 'hidden-meaning', split)))
  const problems = drawn.map(({ hidden }, i) => ({ ...hidden.problem, id: `hidden-${from + i}` }))
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
  const tickets = drawn.map(({ built, hidden }, i) => ({
    id: `hidden-${from + i}`,
    family: built.family,
    statement: hidden.problem.statement,
    solution: hidden.problem.solution,
    /** How often a reader by habit passes. */
    habit: Number(hidden.habit.toPrecision(3)),
    trainedOn: hidden.trainedOn,
  }))
  const tables = { tickets, firstSuccess, budget }
  return { rows: hiddenRows(tables), ...tables, config }
}
