/**
 * No feedback text: successes are all that hindsight has (paper, section 4.1). On problems that the model solves now and
 * then, samples until mastery (half of the latest 32 attempts pass), of SDPO, GRPO and their mix.
 */
import type { RunConfig } from '../../src/sdpo/config.ts'
import { firstSuccesses, type Contestant, type Outcome } from '../lib/first-successes.ts'
import { hardProblems } from '../lib/hard-problems.ts'
import { openHeadless } from '../lib/headless.ts'
import { bootstrapped } from '../../src/statistics/bootstrap.ts'
import {
  attemptsFor,
  attemptsRatio,
  curveOf,
  discovery,
  type Curve,
  type Passes,
} from '../../src/statistics/curves.ts'
import type { Experiment, Row } from './report.ts'

const rate = ({ samples, passed }: Passes) => passed / samples

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
  const rows: Row[] = []
  const outcomesByFamily: Record<string, unknown> = {}
  for (const family of families) {
    const { hard } = await hardProblems(lab, {
      family,
      split,
      count,
      config,
      accept: ({ forClass }) => rate(forClass) >= rates.from && rate(forClass) <= rates.to,
      promising: (glance) => glance.passed > 0 && rate(glance) <= 2 * rates.to,
    })
    const outcomes = await firstSuccesses({
      lab,
      contestants,
      problems: hard.map(({ problem }) => problem),
      seeds,
      capacity,
    })
    outcomesByFamily[family] = outcomes
    const mastery = ({ reason, attempts }: Outcome) => (reason === 'mastered' ? attempts : null)
    const measured = hard.map(({ problem }) =>
      Object.fromEntries(
        contestants.map(({ name }): [string, Curve] => [
          name,
          curveOf(outcomes[name]![problem.id]!.map(mastery), config.budget),
        ]),
      ),
    )
    const of = (items: readonly Record<string, Curve>[], name: string) => items.map((curves) => curves[name]!)
    rows.push({ name: `${family}: problems`, value: measured.length })
    for (const { name } of contestants) {
      rows.push(
        {
          name: `${family}: ${name}, mastered within ${config.budget}`,
          ...bootstrapped(measured, (items) => discovery(of(items, name), config.budget)),
        },
        {
          name: `${family}: ${name}, attempts until half are mastered`,
          ...bootstrapped(measured, (items) => attemptsFor(0.5, of(items, name))),
        },
      )
    }
    const better = ['sdpo', 'sdpo+grpo'].map((name) => ({
      name,
      ...bootstrapped(measured, (items) => attemptsRatio(0.5, of(items, 'grpo'), of(items, name))),
    }))
    for (const { name, ...ratio } of better)
      rows.push({ name: `${family}: attempts until half are mastered, grpo / ${name}`, ...ratio })
    rows.push({
      name: `${family}: grpo's samples to the better of sdpo and the mix`,
      value: Math.max(...better.map(({ value }) => value)),
      bar: 'at least 1',
      holds: better.some(({ value }) => value >= 1),
    })
  }
  await lab.model.dispose()
  return {
    rows,
    outcomes: outcomesByFamily,
    rates,
    exploratory: split === 'dev',
    budget: config.budget,
    seeds,
    split,
    config: silent,
  }
}
