/** Rows of the law that says before a run how it will go, from what was measured of each problem. */
import { bootstrapped, type Estimate } from '../../../src/statistics/bootstrap.ts'
import type { Passes } from '../../../src/statistics/curves.ts'
import { passAt } from '../../../src/statistics/discovery.ts'
import { rankCorrelation } from '../../../src/statistics/rank-correlation.ts'
import type { BaseSamples } from '../../lib/base-samples.ts'
import { leastSquares, predicted } from '../../lib/least-squares.ts'
import type { Row } from '../report.ts'

export interface LawProblem {
  id: string
  /** The untouched student, asked the question alone. */
  base: BaseSamples
  /** The untouched student, told what was wrong with failed attempts. */
  told: Passes
  /** What the words move of log p(a right answer), nats, one a failed attempt: its own feedback, and another problem's. */
  ownShift: readonly number[]
  otherShift: readonly number[]
  /** SDPO's first pass by seed; null: none within the budget. */
  firsts: readonly (number | null)[]
}

export interface LawTables {
  /** By family. */
  measured: Readonly<Record<string, { dev: readonly LawProblem[]; test: readonly LawProblem[] }>>
  budget: number
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / Math.max(values.length, 1)
/** Natural log odds of a rate, with half a sample added on both sides. */
const logOdds = ({ samples, passed }: Passes) => Math.log((passed + 0.5) / (samples - passed + 0.5))

/** What the law is made of, by the name that a row has. */
const predictors: Readonly<Record<string, (problem: LawProblem) => number>> = {
  'pass rate of the student': ({ base }) => logOdds(base.forClass),
  'pass rate when told': ({ told }) => logOdds(told),
  'shift by its own feedback': ({ ownShift }) => mean(ownShift),
  "its own feedback's shift less another problem's": ({ ownShift, otherShift }) =>
    mean(ownShift) - mean(otherShift),
}

/** What the law is asked to tell: how often SDPO gets there, and how much more often than best-of-k. */
const outcomes: Readonly<Record<string, (problem: LawProblem, budget: number) => number>> = {
  solved: ({ firsts }, budget) => mean(firsts.map((first) => (first !== null && first <= budget ? 1 : 0))),
  gain: ({ firsts, base: { forBestOfK } }, budget) =>
    mean(firsts.map((first) => (first !== null && first <= budget ? 1 : 0))) -
    passAt(budget, forBestOfK.samples, forBestOfK.passed),
}

const rowOf = (problem: LawProblem) => Object.values(predictors).map((of) => of(problem))

/** A rank correlation with its interval over problems; a draw of problems that are all alike counts as none. */
function correlation(
  problems: readonly LawProblem[],
  a: (problem: LawProblem) => number,
  b: (problem: LawProblem) => number,
): Estimate {
  return bootstrapped(problems, (items) => rankCorrelation(items.map(a), items.map(b)) ?? 0)
}

export function lawRows({ measured, budget }: LawTables): Row[] {
  return Object.entries(measured).flatMap(([family, { dev, test }]) => [
    { name: `${family}: dev problems`, value: dev.length },
    { name: `${family}: test problems`, value: test.length },
    ...Object.entries(outcomes).flatMap(([outcome, of]) => {
      const came = (problem: LawProblem) => of(problem, budget)
      const fit = leastSquares(dev.map(rowOf), dev.map(came))
      const said = (problem: LawProblem) => predicted(fit, rowOf(problem))
      const name = (what: string) => `${family}, ${outcome} within ${budget}: ${what}`
      const ranked = [...test].sort((a, b) => said(a) - said(b))
      const thirds = ['lowest', 'middle', 'highest'].map((third, i) => ({
        third,
        problems: ranked.slice((i * ranked.length) / 3, ((i + 1) * ranked.length) / 3),
      }))
      const law = correlation(test, said, came)
      return [
        {
          name: name('rank correlation of the law on test problems'),
          ...law,
          bar: 'above 0 within its interval',
          holds: law.low > 0,
        },
        { name: name('rank correlation of the law on dev problems'), ...correlation(dev, said, came) },
        {
          name: name('mean error of the law on test problems'),
          ...bootstrapped(test, (items) => mean(items.map((p) => Math.abs(said(p) - came(p))))),
        },
        {
          name: name('mean error of the mean of dev problems on test problems'),
          ...bootstrapped(test, (items) => mean(items.map((p) => Math.abs(mean(dev.map(came)) - came(p))))),
        },
        ...Object.entries(predictors).map(([predictor, value]) => ({
          name: name(`rank correlation of ${predictor} on test problems`),
          ...correlation(test, value, came),
        })),
        ...Object.keys(predictors).map((predictor, i) => ({
          name: name(`weight of ${predictor}`),
          value: fit.weights[i]!,
        })),
        ...thirds.flatMap(({ third, problems }) => [
          { name: name(`said of the ${third} third of test problems`), value: mean(problems.map(said)) },
          {
            name: name(`came true of the ${third} third of test problems`),
            ...bootstrapped(problems, (items) => mean(items.map(came))),
          },
        ]),
      ]
    }),
  ])
}
