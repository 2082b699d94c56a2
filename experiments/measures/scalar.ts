/**
 * No feedback text: successes are all that hindsight has (paper, section 4.1). On problems that the model solves now and
 * then, samples until mastery (half of the latest 32 attempts pass), of SDPO, GRPO and their mix.
 */
import type { RunConfig } from '../../src/sdpo/config.ts'
import { firstSuccesses, type Contestant } from '../lib/first-successes.ts'
import { hardProblems, passedNowAndThen } from '../lib/hard-problems.ts'
import { openHeadless } from '../lib/headless.ts'
import type { Experiment } from './report.ts'
import { scalarRows, type ScalarTables } from './rows/scalar.ts'

export const scalar: Experiment = async ({
  families,
  split,
  problems: count,
  config,
  runSettings,
  model: folder,
  threads,
  seeds,
  capacity,
  rates,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const silent: RunConfig = {
    ...config,
    stop: 'mastered',
    // GRPO compares the attempts of a group, so all arms get one.
    attemptsPerStep: runSettings.some((setting) => setting.startsWith('attemptsPerStep'))
      ? config.attemptsPerStep
      : 8,
    optimiser: {
      ...config.optimiser,
      learningRate: runSettings.some((setting) => setting.startsWith('optimiser.learningRate'))
        ? config.optimiser.learningRate
        : 0.01,
    },
    reprompt: { ...config.reprompt, includeFeedback: false },
  }
  const contestants = (['grpo', 'sdpo', 'sdpo+grpo'] as const).map((arm): Contestant => ({
    name: arm,
    config: { ...silent, arm },
  }))
  const outcomesByFamily: Record<string, ScalarTables['outcomes'][string]> = {}
  for (const family of families) {
    const { hard } = await hardProblems(lab, {
      family,
      split,
      count,
      config,
      ...passedNowAndThen(rates),
    })
    const outcomes = await firstSuccesses({
      lab,
      contestants,
      problems: hard.map(({ problem }) => problem),
      seeds,
      capacity,
    })
    outcomesByFamily[family] = outcomes
  }
  await lab.model.dispose()
  const tables = { outcomes: outcomesByFamily, budget: config.budget }
  return {
    rows: scalarRows(tables),
    ...tables,
    rates,
    exploratory: split === 'dev',
    seeds,
    split,
    config: silent,
  }
}
