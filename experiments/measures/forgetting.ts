/**
 * Forgetting: a run learns one problem until it masters it (half of its latest 32 attempts pass) or its budget is spent; then,
 * beside that problem, others that it never saw: how likely their solutions are and how often they pass, before and after.
 * SDPO, GRPO, their mix, and SFT on the teacher's answers. On problems that the untouched model passes now and then, since
 * GRPO learns nothing before a pass. The others are what the untouched model knows best of many, so that there is something to forget.
 */
import type { Problem } from '../../src/problems/problem.ts'
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { habitualProblems, type HeldOut } from '../lib/drawn-problems.ts'
import type { Contestant } from '../lib/first-successes.ts'
import { hardProblems, passedNowAndThen } from '../lib/hard-problems.ts'
import { openHeadless, type Headless } from '../lib/headless.ts'
import { heldOutStanding, solutionLogProbs } from '../lib/held-out.ts'
import { longRuns } from '../lib/long-runs.ts'
import type { Experiment } from './report.ts'
import { forgettingRows, type ForgettingTables, type Learned } from './rows/forgetting.ts'

/** Of each family: as many as these, of as many drawn, whose solutions the untouched model finds likeliest. */
const heldOut = 24
const drawn = 240
/** Answers to each of them. */
const samples = 8
/** Attempts an update: GRPO compares the attempts of a group, so all arms get one. */
const group = 8
/** The page's, as for all experiments with a group. */
const learningRate = 0.01

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
  const others: Record<FamilyName, Problem[]> = {
    lists: await bestKnown(lab, 'lists', split),
    records: await bestKnown(lab, 'records', split),
  }
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
      ...passedNowAndThen(rates),
    })
    learned[family] = await longRuns<Learned>({
      lab,
      contestants: contestantsOf(config),
      problems: hard.map(({ problem }) => problem),
      seeds,
      capacity,
      kind: 'forgetting-known',
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

async function bestKnown(lab: Headless, family: FamilyName, split: HeldOut): Promise<Problem[]> {
  const problems = first(habitualProblems(family, split), drawn)
  const logP = await solutionLogProbs(lab.model, problems, null)
  return problems
    .map((problem, i) => ({ problem, logP: logP[i]! }))
    .sort((a, b) => b.logP - a.logP)
    .slice(0, heldOut)
    .map(({ problem }) => problem)
}

function first<T>(of: Iterable<T>, count: number): T[] {
  const taken: T[] = []
  for (const item of of) {
    if (taken.length === count) break
    taken.push(item)
  }
  return taken
}
