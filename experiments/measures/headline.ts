/**
 * The headline with its controls, on problems that no earlier experiment drew: SDPO told by its own feedback, by another
 * problem's and by a failure without content, beside best-of-k (with and without repeats), multi-turn with several windows
 * and the arms with a policy gradient; in attempts, distinct attempts, tokens and, by a run of its own, milliseconds.
 */
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import type { Problem } from '../../src/problems/problem.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { allTokens } from '../../src/sdpo/meter.ts'
import { hardBelow, passAt64, veryHardBelow, type BaseSamples } from '../lib/base-samples.ts'
import { costedRuns, type CostedContestant, type CostedOutcome } from '../lib/costed-runs.ts'
import { distinctDraws, type DistinctDraw } from '../lib/distinct-samples.ts'
import { feedbackPool } from '../lib/feedback-controls.ts'
import { freshProblems } from '../lib/fresh-problems.ts'
import { hardProblems } from '../lib/hard-problems.ts'
import { openHeadless } from '../lib/headless.ts'
import { bootstrapped } from '../../src/statistics/bootstrap.ts'
import { attemptsFor, attemptsRatio, curveOf, discovery, type Curve } from '../../src/statistics/curves.ts'
import { millisecondsPerAttempt } from '../lib/attempt-cost.ts'
import type { Experiment, Row } from './report.ts'

const level = 0.5
const noRepeats = 'best-of-k, no program twice'
const ours = 'SDPO'

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
    { name: "SDPO, another problem's feedback", config: { ...base, arm: 'sdpo' }, told: 'another problem' },
    { name: 'SDPO, a bare failure', config: { ...base, arm: 'sdpo' }, told: 'bare failure' },
    {
      name: 'multi-turn + SDPO, window 3',
      config: { ...base, arm: 'multi-turn+sdpo', window: 3 },
      told: 'own',
    },
    { name: 'SDPO + GRPO', config: { ...base, arm: 'sdpo+grpo', attemptsPerStep: 4 }, told: 'own' },
    { name: 'GRPO', config: { ...base, arm: 'grpo', attemptsPerStep: 4 }, told: 'own' },
  ]
}

/** One problem's raw outcomes. */
interface Measured {
  id: string
  passAt64: number
  runs: Record<string, readonly CostedOutcome[]>
  noRepeats: readonly DistinctDraw[]
}

export const headline: Experiment = async ({
  families,
  problems: count,
  passAt64: below,
  config,
  model: folder,
  threads,
  windows,
  seeds,
  capacity,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const contestants = contestantsOf(config, windows)
  const rows: Row[] = []
  const raw: Record<string, { base: Record<string, BaseSamples>; measured: Measured[] }> = {}
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
    const measured: Measured[] = []
    for (const { problem, base } of hard)
      measured.push({
        id: problem.id,
        passAt64: passAt64(base),
        runs: Object.fromEntries(contestants.map(({ name }) => [name, outcomes[name]![problem.id]!])),
        noRepeats: await distinctDraws(lab, problem, config),
      })
    milliseconds[family] = await millisecondsPerAttempt(lab, contestants, problems[0]!)
    raw[family] = { base: Object.fromEntries(hard.map(({ problem, base }) => [problem.id, base])), measured }
    rows.push(...familyRows(family, measured, contestants, config.budget, milliseconds[family]))
  }
  await lab.model.dispose()
  return { rows, raw, milliseconds, budget: config.budget, seeds, split: 'test', config }
}

function familyRows(
  family: FamilyName,
  all: readonly Measured[],
  contestants: readonly CostedContestant[],
  budget: number,
  milliseconds: Readonly<Record<string, number>>,
): Row[] {
  const rows: Row[] = []
  const names = ['best-of-k', noRepeats, ...contestants.slice(1).map(({ name }) => name)]
  for (const [label, bound] of [
    ['hard', hardBelow],
    ['very hard', veryHardBelow],
  ] as const) {
    const measured = all.filter((m) => m.passAt64 < bound)
    const title = `${family}, ${label}`
    rows.push({ name: `${title}: problems`, value: measured.length })
    if (measured.length === 0) continue
    const curves = (items: readonly Measured[], name: string): Curve[] =>
      items.map((m) => curveOf(firstsOf(m, name), budget))
    for (const name of names) {
      for (const k of [32, 64, 128, budget])
        rows.push({
          name: `${title}: ${name}, discovery@${k}`,
          ...bootstrapped(measured, (items) => discovery(curves(items, name), k)),
        })
      rows.push({
        name: `${title}: ${name}, attempts for 50 %`,
        ...bootstrapped(measured, (items) => attemptsFor(level, curves(items, name))),
      })
      rows.push({
        name: `${title}: ${name}, tokens for 50 %`,
        ...bootstrapped(measured, (items) => tokensFor(items, name)),
      })
      const each = milliseconds[name === noRepeats ? 'best-of-k' : name]!
      rows.push({ name: `${title}: ${name}, milliseconds an attempt`, value: each })
      if (name !== noRepeats)
        rows.push({
          name: `${title}: ${name}, distinct attempts, share`,
          ...bootstrapped(measured, (items) => {
            const runs = items.flatMap((m) => m.runs[name]!)
            return total(runs, ({ distinct }) => distinct) / total(runs, ({ attempts }) => attempts)
          }),
        })
      if (name === ours) continue
      rows.push({
        name: `${title}: attempts for 50 %, ${name} / ${ours}`,
        ...bootstrapped(measured, (items) => attemptsRatio(level, curves(items, name), curves(items, ours))),
      })
      rows.push({
        name: `${title}: discovery@${budget}, ${ours} less ${name}`,
        ...bootstrapped(
          measured,
          (items) => discovery(curves(items, ours), budget) - discovery(curves(items, name), budget),
        ),
      })
    }
  }
  return rows
}

function firstsOf(measured: Measured, name: string): (number | null)[] {
  return name === noRepeats
    ? measured.noRepeats.map(({ judged }) => judged)
    : measured.runs[name]!.map(({ first }) => first)
}

/** Tokens read, written and trained on by which half of the runs have passed, problems weighing alike; Infinity where fewer do. */
function tokensFor(items: readonly Measured[], name: string): number {
  const spent = items.flatMap((m) => {
    const each = tokensOf(m, name)
    return each.map((tokens) => ({ tokens, weight: 1 / each.length / items.length }))
  })
  let reached = 0
  for (const { tokens, weight } of spent.sort((a, b) => a.tokens - b.tokens)) {
    reached += weight
    if (reached >= level - 1e-9) return tokens
  }
  return Infinity
}

/** Best-of-k without repeats samples, and pays for, the programs that it does not judge again. */
function tokensOf(m: Measured, name: string): number[] {
  if (name !== noRepeats)
    return m.runs[name]!.map(({ first, tokens }) => (first === null ? Infinity : allTokens(tokens)))
  const sampled = m.runs['best-of-k']!
  const each = total(sampled, ({ tokens }) => allTokens(tokens)) / total(sampled, ({ attempts }) => attempts)
  return m.noRepeats.map(({ drawn }) => (drawn === null ? Infinity : drawn * each))
}

const total = <T>(items: readonly T[], of: (item: T) => number) =>
  items.reduce((sum, item) => sum + of(item), 0)
