/** Rows of the headline experiment from its raw tables: every run's first pass, attempts, distinct attempts and tokens. */
import { hardBelow, veryHardBelow } from '../../lib/base-samples.ts'
import type { CostedOutcome } from '../../lib/costed-runs.ts'
import type { DistinctDraw } from '../../lib/distinct-samples.ts'
import { allTokens } from '../../../src/sdpo/meter.ts'
import { bootstrapped } from '../../../src/statistics/bootstrap.ts'
import { attemptsFor, attemptsRatio, curveOf, discovery, type Curve } from '../../../src/statistics/curves.ts'
import type { Row } from '../report.ts'

const level = 0.5
export const noRepeats = 'best-of-k, no program twice'
export const bestOfK = 'best-of-k'
export const ours = 'SDPO'

/** One problem's raw outcomes. */
export interface HeadlineProblem {
  id: string
  passAt64: number
  /** By contestant; best-of-k is always one. */
  runs: Readonly<Record<string, readonly CostedOutcome[]>>
  noRepeats: readonly DistinctDraw[]
}

export interface HeadlineTables {
  /** By family. */
  raw: Readonly<Record<string, { measured: readonly HeadlineProblem[] }>>
  /** Of an attempt, by family and contestant. */
  milliseconds: Readonly<Record<string, Readonly<Record<string, number>>>>
  budget: number
}

export function headlineRows({ raw, milliseconds, budget }: HeadlineTables): Row[] {
  return Object.entries(raw).flatMap(([family, { measured }]) =>
    familyRows(family, measured, budget, milliseconds[family]!),
  )
}

function familyRows(
  family: string,
  all: readonly HeadlineProblem[],
  budget: number,
  milliseconds: Readonly<Record<string, number>>,
): Row[] {
  const rows: Row[] = []
  const others = Object.keys(all[0]?.runs ?? {}).filter((name) => name !== bestOfK)
  if (all.length === 0) return rows
  const names = [bestOfK, noRepeats, ...others]
  for (const { title, measured } of classesOf(family, all)) {
    rows.push({ name: `${title}: problems`, value: measured.length })
    if (measured.length === 0) continue
    const curves = (items: readonly HeadlineProblem[], name: string): Curve[] =>
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
        ...bootstrapped(measured, (items) => halfBy(items, (m) => tokensOf(m, name))),
      })
      const each = milliseconds[name === noRepeats ? bestOfK : name]!
      rows.push({
        name: `${title}: ${name}, seconds for 50 %`,
        ...bootstrapped(measured, (items) =>
          halfBy(items, (m) => samplesOf(m, name).map((n) => (n * each) / 1000)),
        ),
      })
      // Without repeats it is a sample that takes so long, and not each is judged.
      if (name !== noRepeats)
        rows.push(
          { name: `${title}: ${name}, milliseconds an attempt`, value: each },
          {
            name: `${title}: ${name}, distinct attempts, share`,
            ...bootstrapped(measured, (items) => {
              const runs = items.flatMap((m) => m.runs[name]!)
              return total(runs, ({ distinct }) => distinct) / total(runs, ({ attempts }) => attempts)
            }),
          },
        )
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

/** The problems by how seldom the untouched model passes them; a class holds those of the next, too. */
export const classesOf = (family: string, all: readonly HeadlineProblem[]) =>
  (
    [
      ['hard', hardBelow],
      ['very hard', veryHardBelow],
    ] as const
  ).map(([label, bound]) => ({
    title: `${family}, ${label}`,
    measured: all.filter((m) => m.passAt64 < bound),
  }))

/** In judged attempts: of every seed, or of every order in which distinct programs were drawn; null: none passed. */
export function firstsOf(measured: HeadlineProblem, name: string): (number | null)[] {
  return name === noRepeats
    ? measured.noRepeats.map(({ judged }) => judged)
    : measured.runs[name]!.map(({ first }) => first)
}

/** What was spent by when half of the runs have passed, problems weighing alike; Infinity where fewer do. */
function halfBy(items: readonly HeadlineProblem[], of: (m: HeadlineProblem) => readonly number[]): number {
  const all = items.flatMap((m) => {
    const each = of(m)
    return each.map((spent) => ({ spent, weight: 1 / each.length / items.length }))
  })
  let reached = 0
  for (const { spent, weight } of all.sort((a, b) => a.spent - b.spent)) {
    reached += weight
    if (reached >= level - 1e-9) return spent
  }
  return Infinity
}

/** Samples drawn until the first that passes, those that are not judged again included; Infinity where none does. */
const samplesOf = (m: HeadlineProblem, name: string): number[] =>
  (name === noRepeats ? m.noRepeats.map(({ drawn }) => drawn) : firstsOf(m, name)).map(
    (samples) => samples ?? Infinity,
  )

/** Tokens read, written and trained on until the first that passes. Best-of-k without repeats samples, and pays for, the programs that it does not judge again. */
function tokensOf(m: HeadlineProblem, name: string): number[] {
  if (name !== noRepeats)
    return m.runs[name]!.map(({ first, tokens }) => (first === null ? Infinity : allTokens(tokens)))
  const sampled = m.runs[bestOfK]!
  const each = total(sampled, ({ tokens }) => allTokens(tokens)) / total(sampled, ({ attempts }) => attempts)
  return m.noRepeats.map(({ drawn }) => (drawn === null ? Infinity : drawn * each))
}

const total = <T>(items: readonly T[], of: (item: T) => number) =>
  items.reduce((sum, item) => sum + of(item), 0)
