/** Rows of the discovery experiment from its raw tables: first successes of each arm's runs and the untouched model's samples. */
import {
  hardBelow,
  paperVeryHardBelow,
  passAt64,
  veryHardBelow,
  type BaseSamples,
} from '../../lib/base-samples.ts'
import { bootstrapped } from '../../../src/statistics/bootstrap.ts'
import {
  attemptsFor,
  attemptsRatio,
  bestOfKCurve,
  curveOf,
  discovery,
  meanAttempts,
  type Curve,
  type CurvePoint,
} from '../../../src/statistics/curves.ts'
import type { Row } from '../report.ts'

export interface DiscoveryTables {
  /** By arm, problem and seed; null: none within the budget. */
  firstSuccess: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>
  /** Of the untouched model, by problem; ids begin with their family's name. */
  base: Readonly<Record<string, BaseSamples>>
  budget: number
  /** Only problems whose pass@64 is below this were drawn. */
  passAt64: number
}

interface Measured {
  passAt64: number
  curves: Readonly<Record<string, Curve>>
}

const bestOfK = 'best-of-k'
const level = 0.5

/** What must hold against best-of-k, by family: the ratio and its lower bound. */
const bars: Readonly<Record<string, { ratio: number; low: number }>> = {
  lists: { ratio: 3, low: 1.7 },
  records: { ratio: 8, low: 4 },
}

const classes = [
  ['hard', hardBelow],
  ['very hard', veryHardBelow],
  ['very hard as in the paper', paperVeryHardBelow],
] as const

export function discoveryRows(tables: DiscoveryTables): Row[] {
  return classesOf(tables).flatMap(({ title, family, label, measured }) => [
    { name: `${title}: problems`, value: measured.length },
    ...classRows(title, family, measured, namesOf(tables), tables.budget, label),
  ])
}

/** Points of each arm's curve with their intervals, by class. */
export function discoveryCurves(tables: DiscoveryTables) {
  return Object.fromEntries(
    classesOf(tables).map(({ title, measured }) => [
      title,
      Object.fromEntries(
        namesOf(tables).map((name) => [
          name,
          curvePoints(
            measured.map((m) => m.curves[name]!),
            tables.budget,
          ),
        ]),
      ),
    ]),
  )
}

const namesOf = ({ firstSuccess }: DiscoveryTables) => [bestOfK, ...Object.keys(firstSuccess)]

function classesOf({ firstSuccess, base, budget, passAt64: below }: DiscoveryTables) {
  const families = [...new Set(Object.keys(base).map((id) => id.split('-')[0]!))]
  return families.flatMap((family) => {
    const all = Object.entries(base)
      .filter(([id]) => id.startsWith(`${family}-`))
      .map(([id, own]): Measured => ({
        passAt64: passAt64(own),
        curves: {
          [bestOfK]: bestOfKCurve(own.forBestOfK),
          ...Object.fromEntries(
            Object.entries(firstSuccess).map(([name, table]) => [name, curveOf(table[id]!, budget)]),
          ),
        },
      }))
    return classes
      .filter(([, bound]) => bound <= below)
      .map(([label, bound]) => ({
        title: `${family}, ${label}`,
        family,
        label,
        measured: all.filter((m) => m.passAt64 < bound),
      }))
      .filter(({ measured }) => measured.length > 0)
  })
}

function classRows(
  title: string,
  family: string,
  measured: readonly Measured[],
  names: readonly string[],
  budget: number,
  label: string,
): Row[] {
  const of = (items: readonly Measured[], name: string) => items.map((m) => m.curves[name]!)
  const rows: Row[] = []
  for (const name of names) {
    for (const k of powersUpTo(budget).filter((k) => k >= 16))
      rows.push({
        name: `${title}: ${name}, discovery@${k}`,
        ...bootstrapped(measured, (items) => discovery(of(items, name), k)),
      })
    rows.push({
      name: `${title}: ${name}, attempts for 50 %`,
      ...bootstrapped(measured, (items) => attemptsFor(level, of(items, name))),
    })
  }
  if (!names.includes('sdpo')) return rows
  for (const name of names.filter((n) => n !== 'sdpo')) {
    const ratio = bootstrapped(measured, (items) => attemptsRatio(level, of(items, name), of(items, 'sdpo')))
    const own = bars[family]
    const bar =
      name === bestOfK && own
        ? {
            bar: `at least ${own.ratio}, lower bound at least ${own.low}`,
            holds: ratio.value >= own.ratio && ratio.low >= own.low,
          }
        : {}
    rows.push({ name: `${title}: attempts for 50 %, ${name} / sdpo`, ...ratio, ...(label === 'hard' && bar) })
    const slower = measured.filter(
      ({ curves: { sdpo, [name]: other } }) =>
        sdpo && other && meanAttempts(sdpo, budget) > meanAttempts(other, budget),
    )
    rows.push({
      name: `${title}: problems where sdpo needs more attempts than ${name}`,
      value: slower.length,
    })
  }
  const [ours, theirs] = ['sdpo', bestOfK].map((name) =>
    bootstrapped(measured, (items) => discovery(of(items, name), budget)),
  )
  if (label !== 'hard')
    rows.push({
      name: `${title}: sdpo above best-of-k at ${budget}, gap between the intervals`,
      value: ours!.low - theirs!.high,
      bar: 'above 0',
      holds: ours!.low > theirs!.high,
    })
  return rows
}

/** At some 30 numbers of attempts, closer together where there are few. */
export function curvePoints(curves: readonly Curve[], budget: number): CurvePoint[] {
  const ks = [...new Set(Array.from({ length: 33 }, (_, i) => Math.round(budget ** (i / 32))))]
  return ks.map((k) => ({
    k,
    ...bootstrapped(curves, (items) => discovery(items, k), { resamples: 400 }),
  }))
}

function powersUpTo(budget: number): number[] {
  const powers = [...Array(12).keys()].map((i) => 2 ** i).filter((k) => k < budget)
  return [...powers, budget]
}
