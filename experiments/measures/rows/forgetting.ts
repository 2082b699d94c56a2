/** Rows of the experiment on forgetting, from what each run's student knows at its end of problems that it never saw. */
import { bootstrapped, type Estimate } from '../../../src/statistics/bootstrap.ts'
import type { HeldOutStanding } from '../../lib/held-out.ts'
import type { Row } from '../report.ts'

/** How a run ended. */
export interface Learned {
  attempts: number
  passes: number
  mastered: boolean
  /** The problem that it learned, of 64 answers. */
  own: HeldOutStanding
  /** By family of the problems that it never saw. */
  after: Readonly<Record<string, HeldOutStanding>>
}

export interface ForgettingTables {
  /** Of the untouched model, by family. */
  before: Readonly<Record<string, HeldOutStanding>>
  /** Answers to each held-out problem. */
  samples: number
  /** By family of the problem learned, contestant, problem and seed. */
  learned: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly Learned[]>>>>>>
}

const ownSamples = 64
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length)

export function forgettingRows({ before, samples, learned }: ForgettingTables): Row[] {
  return Object.entries(learned).flatMap(([family, byArm]) => {
    const names = Object.keys(byArm)
    const ids = Object.keys(byArm[names[0] ?? ''] ?? {})
    /** A mean over problems of the mean over seeds; the interval is over problems. */
    const over = (of: (id: string) => number): Estimate => bootstrapped(ids, (items) => mean(items.map(of)))
    const runs = (name: string, id: string) => byArm[name]![id]!
    const likelier = (name: string, id: string, others: string) =>
      mean(runs(name, id).map(({ after }) => mean(after[others]!.logP) - mean(before[others]!.logP)))
    const passes = (name: string, id: string, others: string) =>
      mean(
        runs(name, id).map(
          ({ after }) => (mean(after[others]!.passed) - mean(before[others]!.passed)) / samples,
        ),
      )
    const [reference] = names
    return [
      { name: `${family}: problems learned`, value: ids.length },
      ...Object.entries(before).flatMap(([others, { logP, passed }]) => [
        { name: `${family}: other ${others}, log p of the solution before, nats`, value: mean(logP) },
        { name: `${family}: other ${others}, pass rate before`, value: mean(passed) / samples },
      ]),
      ...names.flatMap((name) => [
        {
          name: `${family}: ${name}, mastered`,
          ...over((id) => mean(runs(name, id).map(({ mastered }) => (mastered ? 1 : 0)))),
        },
        {
          name: `${family}: ${name}, attempts`,
          ...over((id) => mean(runs(name, id).map(({ attempts }) => attempts))),
        },
        {
          name: `${family}: ${name}, pass rate of the problem learned, after`,
          ...over((id) => mean(runs(name, id).map(({ own }) => own.passed[0]! / ownSamples))),
        },
        ...Object.keys(before).flatMap((others) => [
          {
            name: `${family}: ${name}, change of log p of the solution of other ${others}, nats`,
            ...over((id) => likelier(name, id, others)),
          },
          {
            name: `${family}: ${name}, change of the pass rate of other ${others}`,
            ...over((id) => passes(name, id, others)),
          },
          ...(name === reference
            ? []
            : [
                {
                  name: `${family}: change of log p of the solution of other ${others}, ${reference} less ${name}, nats`,
                  ...over((id) => likelier(reference!, id, others) - likelier(name, id, others)),
                },
                {
                  name: `${family}: change of the pass rate of other ${others}, ${reference} less ${name}`,
                  ...over((id) => passes(reference!, id, others) - passes(name, id, others)),
                },
              ]),
        ]),
      ]),
    ]
  })
}
