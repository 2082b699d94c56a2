/**
 * Does the signed credit log p_T - log p_S point at the wrong token? On failed attempts of the untouched model that one
 * other token turns into a pass, at choice points (where the student was unsure), beside what looks like credit and is not.
 * The controls are the feedback of other problems, in several random pairings, which must say nothing of this attempt, and
 * that of another attempt at the same problem, which speaks of the problem and not of this attempt's token. With
 * `--truths even` the hidden meanings are as unusual as those of the discovery experiments: then right tokens are unusual and
 * wrong ones are habits, so that whatever flattens the student finds some of them. With `--truths habit` they are not.
 */
import { drawnProblems, habitualProblems } from '../lib/drawn-problems.ts'
import { choiceEntropy, creditPoints, otherReadings, type Point, type Reading } from '../lib/credit-points.ts'
import { openHeadless } from '../lib/headless.ts'
import { kept } from '../lib/kept.ts'
import { nearMisses, type NearMiss } from '../lib/near-misses.ts'
import { progress } from '../lib/progress.ts'
import { areaUnderCurve } from '../../src/statistics/area-under-curve.ts'
import { bootstrapped } from '../../src/statistics/bootstrap.ts'
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import type { Experiment, Row } from './report.ts'

const bars: Record<FamilyName, number> = { lists: 0.72, records: 0.88 }

export const credit: Experiment = async ({
  families,
  split,
  problems: count,
  config,
  model: folder,
  threads,
  samples,
  truths,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const rows: Row[] = []
  const points: Record<string, Point[][]> = {}
  for (const family of families) {
    const found: NearMiss[][] = []
    for (const problem of (truths === 'habit' ? habitualProblems : drawnProblems)(family, split)) {
      if (found.length === count) break
      progress(`${family}: near misses on ${found.length} of ${count} problems`)
      const misses = await kept(
        `${lab.weights.slice(0, 12)}/misses-${problem.id}`,
        [lab.weights, problem, config.maxNewTokens, config.temperature, samples],
        () => nearMisses(lab, problem, config, samples),
      )
      if (misses.length > 0) found.push(misses)
    }
    const byProblem = await creditPoints(lab, found, config)
    points[family] = byProblem
    rows.push(
      { name: `${family}: problems`, value: found.length },
      { name: `${family}: failed attempts one token from a pass`, value: found.flat().length },
      {
        name: `${family}: of them with the wrong token at a choice point`,
        value: byProblem.flat().filter(({ wrong }) => wrong).length,
      },
      ...familyRows(family, byProblem),
    )
  }
  await lab.model.dispose()
  return { rows, choiceEntropy, split, truths, points: compact(points), config }
}

/** Scores of the points, all pairings end to end where there are several; a point without the reading is left out. */
const scored = (points: readonly Point[], of: (point: Point) => readonly (number | null)[]) =>
  points.flatMap((point) =>
    of(point).flatMap((score) => (score === null ? [] : [{ score, positive: point.wrong }])),
  )

function familyRows(family: FamilyName, byProblem: readonly (readonly Point[])[]): Row[] {
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
      bar: `at least ${bars[family]}`,
      holds: own.value >= bars[family],
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

/** What a chart or another reader needs, problem by problem: [1 where wrong, entropy, signed credit with the own feedback, with another problem's, with another attempt's at the same problem], three digits each. */
function compact(points: Record<string, Point[][]>): Record<string, (number | null)[][][]> {
  const short = (x: Maybe) => (x == null ? null : Number(x.toPrecision(3)))
  const one = ({ wrong, entropy, credit: c }: Point) => [
    wrong ? 1 : 0,
    short(entropy),
    short(c.own),
    short(c['other 0']),
    short(c['same problem']),
  ]
  return Object.fromEntries(
    Object.entries(points).map(([family, problems]) => [family, problems.map((own) => own.map(one))]),
  )
}
