/**
 * The headline with its controls, on problems that no earlier experiment drew: SDPO told by its own feedback, by another
 * problem's and by a failure without content, beside best-of-k (with and without repeats), multi-turn with several windows
 * and the arms with a policy gradient; in attempts, distinct attempts, tokens and, by a run of its own, milliseconds.
 */
import type { Problem } from '../../src/problems/problem.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { passAt64, type BaseSamples } from '../lib/base-samples.ts'
import { costedRuns, type CostedContestant, type CostedOutcome } from '../lib/costed-runs.ts'
import { distinctDraws } from '../lib/distinct-samples.ts'
import { feedbackPool } from '../lib/feedback-controls.ts'
import { freshProblems } from '../lib/fresh-problems.ts'
import { hardProblems } from '../lib/hard-problems.ts'
import { openHeadless } from '../lib/headless.ts'
import { millisecondsPerAttempt } from '../lib/attempt-cost.ts'
import { nameTold } from '../lib/told.ts'
import type { Experiment } from './report.ts'
import { headlineCurves } from './rows/headline-curves.ts'
import { headlineRows, ours, type HeadlineProblem } from './rows/headline.ts'

function contestantsOf(config: RunConfig, windows: readonly number[]): CostedContestant[] {
  const base: RunConfig = { ...config, stop: 'first-pass' }
  return [
    { name: 'best-of-k', config: { ...base, arm: 'best-of-k', attemptsPerStep: 8 }, told: 'own' },
    { name: ours, config: { ...base, arm: 'sdpo' }, told: 'own' },
    ...[...windows].map((window): CostedContestant => ({
      name: `multi-turn, window ${window}`,
      config: { ...base, arm: 'multi-turn', window },
      told: 'own',
    })),
    ...(['another problem', 'bare failure'] as const).map((told): CostedContestant => ({
      name: nameTold(ours, told),
      config: { ...base, arm: 'sdpo' },
      told,
    })),
    {
      name: 'multi-turn + SDPO, window 3',
      config: { ...base, arm: 'multi-turn+sdpo', window: 3 },
      told: 'own',
    },
    { name: 'SDPO + GRPO', config: { ...base, arm: 'sdpo+grpo', attemptsPerStep: 4 }, told: 'own' },
    { name: 'GRPO', config: { ...base, arm: 'grpo', attemptsPerStep: 4 }, told: 'own' },
    {
      name: "SFT on the teacher's answers",
      config: { ...base, arm: 'sdpo' },
      told: 'own',
      learning: 'imitation',
    },
  ]
}

export const headline: Experiment = async ({
  families,
  problems: count,
  passAt64: below,
  config,
  model: folder,
  threads,
  windows,
  arms,
  onlyArms,
  told,
  seeds,
  capacity,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  // Best-of-k is what a row without repeats is counted from; SFT is no arm, and comes with all of them.
  const named = ({ config, learning }: CostedContestant) =>
    config.arm === 'best-of-k' || (!learning && arms.includes(config.arm))
  const contestants = contestantsOf(config, windows).filter(
    (one) => told.includes(one.told) && (!onlyArms || named(one)),
  )
  const raw: Record<string, { base: Record<string, BaseSamples>; measured: HeadlineProblem[] }> = {}
  const milliseconds: Record<string, Record<string, number>> = {}
  for (const family of families) {
    const { hard } = await hardProblems(lab, {
      family,
      split: 'test',
      count,
      accept: (own) => passAt64(own) < below,
      config,
      drawn: freshProblems(family),
    })
    const problems: Problem[] = hard.map(({ problem }) => problem)
    const pool = await feedbackPool(lab, problems, config)
    const outcomes: Record<string, Record<string, CostedOutcome[]>> = {}
    for (const contestant of contestants)
      outcomes[contestant.name] = await costedRuns({
        lab,
        family,
        contestant,
        problems,
        pool,
        seeds,
        capacity,
      })
    const measured: HeadlineProblem[] = []
    for (const { problem, base } of hard)
      measured.push({
        id: problem.id,
        passAt64: passAt64(base),
        runs: Object.fromEntries(contestants.map(({ name }) => [name, outcomes[name]![problem.id]!])),
        noRepeats: await distinctDraws(lab, problem, config),
      })
    milliseconds[family] = await millisecondsPerAttempt(lab, contestants, problems[0]!)
    raw[family] = { base: Object.fromEntries(hard.map(({ problem, base }) => [problem.id, base])), measured }
  }
  await lab.model.dispose()
  const tables = { raw, milliseconds, budget: config.budget }
  return {
    rows: headlineRows(tables),
    curves: headlineCurves(tables),
    ...tables,
    seeds,
    split: 'test',
    config,
  }
}
