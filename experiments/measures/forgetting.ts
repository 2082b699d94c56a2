/**
 * Forgetting: a run learns one problem until it masters it (half of its latest 32 attempts pass) or its budget is spent; then,
 * beside that problem, others that it never saw: how likely their solutions are and how often they pass, before and after.
 * SDPO, GRPO, their mix, and SFT on the teacher's answers. On problems that the untouched model passes now and then, since
 * GRPO learns nothing before a pass. Others are meant as the model has learned that such words are usually meant.
 */
import type { Problem } from '../../src/problems/problem.ts'
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { Passes } from '../../src/statistics/curves.ts'
import { habitualProblems } from '../lib/drawn-problems.ts'
import type { Contestant } from '../lib/first-successes.ts'
import { hardProblems } from '../lib/hard-problems.ts'
import { openHeadless } from '../lib/headless.ts'
import { heldOutStanding } from '../lib/held-out.ts'
import { longRuns } from '../lib/long-runs.ts'
import type { Experiment } from './report.ts'
import { forgettingRows, type ForgettingTables, type Learned } from './rows/forgetting.ts'

/** Of each family. */
const heldOut = 24
/** Answers to each of them. */
const samples = 16
/** Attempts an update: GRPO compares the attempts of a group, so all arms get one. */
const group = 8
/** The page's, as for all experiments with a group. */
const learningRate = 0.01

const rate = ({ samples: of, passed }: Passes) => passed / of

function contestantsOf(config: RunConfig): Contestant[] {
  const base: RunConfig = {
    ...config,
    stop: 'mastered',
    attemptsPerStep: group,
    optimiser: { ...config.optimiser, learningRate },
  }
  return [
    { name: 'SDPO', config: { ...base, arm: 'sdpo' } },
    { name: 'GRPO', config: { ...base, arm: 'grpo' } },
    { name: 'SDPO + GRPO', config: { ...base, arm: 'sdpo+grpo' } },
    { name: "SFT on the teacher's answers", config: { ...base, arm: 'sdpo' }, learning: 'imitation' },
  ]
}

export const forgetting: Experiment = async ({
  families,
  split,
  problems: count,
  config,
  model: folder,
  threads,
  seeds,
  capacity,
  rates,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const others = Object.fromEntries(
    (['lists', 'records'] as const).map((family) => [
      family,
      first(habitualProblems(family, split), heldOut),
    ]),
  ) as Record<FamilyName, Problem[]>
  const standing = async (theta: Float32Array | null) => ({
    lists: await heldOutStanding(lab, others.lists, theta, config, samples),
    records: await heldOutStanding(lab, others.records, theta, config, samples),
  })
  const before = await standing(null)
  const learned: Record<string, ForgettingTables['learned'][string]> = {}
  for (const family of families) {
    const { hard } = await hardProblems(lab, {
      family,
      split,
      count,
      config,
      accept: ({ forClass }) => rate(forClass) >= rates.from && rate(forClass) <= rates.to,
      promising: (glance) => glance.passed > 0 && rate(glance) <= 2 * rates.to,
    })
    learned[family] = await longRuns<Learned>({
      lab,
      contestants: contestantsOf(config),
      problems: hard.map(({ problem }) => problem),
      seeds,
      capacity,
      kind: 'forgetting',
      measure: async ({ learner, attempts, reason }, problem) => ({
        attempts: attempts.length,
        passes: attempts.filter(({ passed }) => passed).length,
        mastered: reason === 'mastered',
        own: await heldOutStanding(lab, [problem], learner.student, config, 64),
        after: await standing(learner.student),
      }),
    })
  }
  await lab.model.dispose()
  const tables: ForgettingTables = { before, samples, learned }
  return { rows: forgettingRows(tables), ...tables, rates, exploratory: true, seeds, split, config }
}

function first<T>(of: Iterable<T>, count: number): T[] {
  const taken: T[] = []
  for (const item of of) {
    if (taken.length === count) break
    taken.push(item)
  }
  return taken
}
