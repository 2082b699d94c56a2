/** Rows of the credit experiment from its choice points. */
import { otherReadings, readings, type Point, type Reading } from '../../lib/credit-points.ts'
import { areaUnderCurve } from '../../../src/statistics/area-under-curve.ts'
import { bootstrapped } from '../../../src/statistics/bootstrap.ts'
import type { Row } from '../report.ts'

/** One choice point as a file holds it, in the order of `pointColumns`, four digits each; null where there is no such reading. */
export type PackedPoint = readonly (number | null)[]

export const pointColumns = [
  'attempt',
  'wrong',
  'entropy',
  'surprisal',
  ...readings.map((reading) => `credit: ${reading}`),
  ...readings.map((reading) => `divergence: ${reading}`),
]

export interface CreditTables {
  /** By family and problem. */
  points: Readonly<Record<string, readonly (readonly PackedPoint[])[]>>
  /** Failed attempts one token from a pass, by family. */
  nearMisses: Readonly<Record<string, number>>
}

const bars: Readonly<Record<string, number>> = { lists: 0.72, records: 0.88 }

export function packed(point: Point): PackedPoint {
  return [
    point.attempt,
    point.wrong ? 1 : 0,
    point.entropy,
    point.surprisal,
    ...readings.map((reading) => point.credit[reading]),
    ...readings.map((reading) => point.divergence[reading]),
  ].map((x) => (x == null ? null : Number(x.toPrecision(4))))
}

function unpacked(row: PackedPoint): Point {
  const by = (from: number) =>
    Object.fromEntries(readings.map((reading, i) => [reading, row[from + i] ?? null])) as Point['credit']
  return {
    attempt: row[0] ?? 0,
    wrong: row[1] === 1,
    entropy: row[2] ?? 0,
    surprisal: row[3] ?? 0,
    credit: by(4),
    divergence: by(4 + readings.length),
  }
}

export function creditRows({ points, nearMisses }: CreditTables): Row[] {
  return Object.entries(points).flatMap(([family, packedPoints]) => {
    const byProblem = packedPoints.map((own) => own.map(unpacked))
    return [
      { name: `${family}: problems`, value: byProblem.length },
      { name: `${family}: failed attempts one token from a pass`, value: nearMisses[family]! },
      {
        name: `${family}: of them with the wrong token at a choice point`,
        value: byProblem.flat().filter(({ wrong }) => wrong).length,
      },
      ...familyRows(family, byProblem),
    ]
  })
}

/** Scores of the points, all pairings end to end where there are several; a point without the reading is left out. */
const scored = (points: readonly Point[], of: (point: Point) => readonly (number | null)[]) =>
  points.flatMap((point) =>
    of(point).flatMap((score) => (score === null ? [] : [{ score, positive: point.wrong }])),
  )

function familyRows(family: string, byProblem: readonly (readonly Point[])[]): Row[] {
  const bar = bars[family] ?? 0.5
  const area = (items: readonly (readonly Point[])[], of: (point: Point) => readonly (number | null)[]) =>
    areaUnderCurve(scored(items.flat(), of))
  const auc = (of: (point: Point) => readonly (number | null)[]) =>
    bootstrapped(byProblem, (items) => area(items, of))
  const creditOf = (reading: Reading) => (point: Point) => [negative(point.credit[reading])]
  const others = (point: Point) => otherReadings.map((reading) => negative(point.credit[reading]))
  const specific = (point: Point) =>
    otherReadings.map((reading) => difference(point.credit[reading], point.credit.own))
  const between = (point: Point) =>
    otherReadings
      .slice(1)
      .map((reading, i) => difference(point.credit[reading], point.credit[otherReadings[i]!]))
  const own = auc(creditOf('own'))
  const other = auc(others)
  const gap = bootstrapped(byProblem, (items) => area(items, creditOf('own')) - area(items, others))
  const control = auc(between)
  const row = (name: string, estimate: { value: number; low: number; high: number }): Row => ({
    name: `${family}: ${name}`,
    ...estimate,
  })
  return [
    {
      ...row('signed credit, own feedback, AUC', own),
      bar: `at least ${bar}`,
      holds: own.value >= bar,
    },
    {
      ...row("signed credit, another problem's feedback, AUC", other),
      bar: '.5 within .05',
      holds: Math.abs(other.value - 0.5) <= 0.05,
    },
    {
      ...row("signed credit, AUC with its own feedback less another problem's", gap),
      bar: 'above 0 within its interval',
      holds: gap.low > 0,
    },
    row('signed credit, feedback of another attempt at the same problem, AUC', auc(creditOf('same problem'))),
    row("own teacher against another problem's, AUC", auc(specific)),
    {
      ...row("another problem's teacher against a third's, AUC", control),
      bar: '.5 within the interval',
      holds: control.low <= 0.5 && control.high >= 0.5,
    },
    row('signed credit, own feedback, AUC within attempts', withinAttempts(byProblem, creditOf('own'))),
    row(
      "signed credit, another problem's feedback, AUC within attempts",
      withinAttempts(byProblem, (point) => others(point).slice(0, 1)),
    ),
    row('signed credit, a correct solution, AUC', auc(creditOf('solution'))),
    row(
      'student entropy, AUC',
      auc(({ entropy }) => [entropy]),
    ),
    row(
      'surprisal, AUC',
      auc(({ surprisal }) => [surprisal]),
    ),
    row(
      'raw divergence, own feedback, AUC',
      auc(({ divergence }) => [divergence.own]),
    ),
    row(
      "raw divergence, another problem's feedback, AUC",
      auc(({ divergence }) => otherReadings.map((reading) => divergence[reading] ?? null)),
    ),
    row(
      'GRPO (one number an attempt), AUC',
      auc(() => [0]),
    ),
  ]
}

type Maybe = number | null | undefined
const negative = (x: Maybe) => (x == null ? null : -x)
const difference = (a: Maybe, b: Maybe) => (a == null || b == null ? null : a - b)

function withinAttempts(
  byProblem: readonly (readonly Point[])[],
  of: (point: Point) => readonly (number | null)[],
) {
  return bootstrapped(byProblem, (items) => {
    const byAttempt = new Map<number, Point[]>()
    for (const point of items.flat())
      byAttempt.set(point.attempt, [...(byAttempt.get(point.attempt) ?? []), point])
    const areas = [...byAttempt.values()]
      .filter((points) => points.some(({ wrong }) => wrong) && points.some(({ wrong }) => !wrong))
      .map((points) => areaUnderCurve(scored(points, of)))
    return areas.reduce((sum, one) => sum + one, 0) / areas.length
  })
}
