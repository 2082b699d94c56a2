/** Rows and curves of the experiment on training, from the standings of every run; intervals are over customers, each with an adapter of its own. */
import { bootstrapped, type Estimate } from '../../../src/statistics/bootstrap.ts'
import type { CustomerRun } from '../../lib/customer-run.ts'
import type { Row } from '../report.ts'

export interface TrainingTables {
  /** By family, arm and customer: the runs with the learning rate that was chosen. */
  runs: Readonly<Record<string, Readonly<Record<string, readonly CustomerRun[]>>>>
  /** By family, arm, learning rate and customer that rates were chosen on: pass@1 on the questions trained on, at the end. */
  chosenOn: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>>>
  /** Questions a customer that were trained on; as many others were held out. */
  trained: number
  questionsPerStep: number
  attemptsPerQuestion: number
}

export type TrainingCurve = ({ step: number; samples: number } & Estimate)[]

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The rate with the highest mean pass@1; the slower one of equals. */
export function bestRate(byRate: Readonly<Record<string, readonly number[]>>): number {
  return Object.entries(byRate)
    .map(([rate, passed]) => [Number(rate), mean(passed)] as const)
    .sort(([a, x], [b, y]) => y - x || a - b)[0]![0]
}

function partsOf(trained: number) {
  return [
    ['trained', 0, trained],
    ['held out', trained, 2 * trained],
  ] as const
}

/** A customer's figure is the mean over its questions of one part. */
const overCustomers = (runs: readonly CustomerRun[], figure: (run: CustomerRun) => number): Estimate =>
  bootstrapped(runs.map(figure).filter(Number.isFinite), mean)

export function trainingRows({ runs, chosenOn, trained }: TrainingTables): Row[] {
  return Object.entries(runs).flatMap(([family, byArm]) => {
    const customers = Object.values(byArm)[0]!.length
    const rates = Object.entries(chosenOn[family]!).flatMap(([arm, byRate]) => [
      { name: `${family}: ${arm}, learning rate chosen`, value: bestRate(byRate) },
      ...Object.entries(byRate).map(([rate, passed]) => ({
        name: `${family}: ${arm}, pass@1 after on the customers that rates were chosen on, rate ${rate}`,
        ...bootstrapped(passed, mean),
      })),
    ])
    const first: Row[] = [
      { name: `${family}: customers`, value: customers },
      { name: `${family}: questions trained on, and held out`, value: trained * customers },
    ]
    return [
      ...first,
      ...rates,
      ...partsOf(trained).flatMap(([part, from, to]) => {
        const own = (values: readonly number[]) => mean(values.slice(from, to))
        const after = (run: CustomerRun) => own(run.standings.at(-1)!.student)
        return [
          ...Object.entries(byArm).flatMap(([arm, own]) =>
            rowsOfArm(`${family}: ${arm}`, own, part, from, to),
          ),
          ...Object.entries(byArm)
            .filter(([arm]) => arm !== 'sdpo')
            .map(([arm, others]) => ({
              name: `${family}: pass@1 after, sdpo less ${arm}, ${part}`,
              ...overPairs(byArm['sdpo']!, others, after),
            })),
        ]
      }),
    ]
  })
}

/** Both arms of one customer are drawn together. */
function overPairs(
  ours: readonly CustomerRun[],
  others: readonly CustomerRun[],
  figure: (run: CustomerRun) => number,
): Estimate {
  return bootstrapped(
    ours.map((run, i) => figure(run) - figure(others[i]!)),
    mean,
  )
}

function rowsOfArm(
  label: string,
  runs: readonly CustomerRun[],
  part: string,
  from: number,
  to: number,
): Row[] {
  const own = (values: readonly number[]) => mean(values.slice(from, to))
  /** Of the questions that the trained student still fails now and then. */
  const stillFailed = (values: readonly number[], { retold }: CustomerRun) =>
    mean(values.slice(from, to).filter((_, i) => retold.freshFailure[from + i] !== null))
  const figures: Record<string, (run: CustomerRun) => number> = {
    'pass@1 before': ({ standings }) => own(standings[0]!.student),
    'pass@1 after': ({ standings }) => own(standings.at(-1)!.student),
    'pass@1 mean over the evaluations': ({ standings }) => mean(standings.map(({ student }) => own(student))),
    "teacher's pass@1 before": ({ standings }) => own(standings[0]!.teacher),
    "teacher's pass@1 after": ({ standings }) => own(standings.at(-1)!.teacher),
    "teacher's pass@1 after, with the student's weights": ({ retold }) => own(retold.studentWeights),
    "student after less teacher with the student's weights": ({ standings, retold }) =>
      own(standings.at(-1)!.student) - own(retold.studentWeights),
    "teacher with the student's weights less teacher": ({ standings, retold }) =>
      own(retold.studentWeights) - own(standings.at(-1)!.teacher),
    'student after less first teacher': ({ standings }) =>
      own(standings.at(-1)!.student) - own(standings[0]!.teacher),
    'answer length before': ({ standings }) => own(standings[0]!.tokens),
    'answer length after': ({ standings }) => own(standings.at(-1)!.tokens),
    'questions still failed now and then: pass@1 of the student': (run) =>
      stillFailed(run.standings.at(-1)!.student, run),
    'questions still failed now and then: pass@1 of the teacher, told of the old failure': (run) =>
      stillFailed(run.standings.at(-1)!.teacher, run),
    'questions still failed now and then: pass@1 of the teacher, told of a fresh one': (run) =>
      stillFailed(run.retold.freshFailure as number[], run),
  }
  return Object.entries(figures).map(([name, figure]) => ({
    name: `${label}, ${name}, ${part}`,
    ...overCustomers(runs, figure),
  }))
}

/** By family, arm, part and reader ("lists: sdpo, trained, student"). */
export function trainingCurves({
  runs,
  trained,
  questionsPerStep,
  attemptsPerQuestion,
}: TrainingTables): Record<string, TrainingCurve> {
  return Object.fromEntries(
    Object.entries(runs).flatMap(([family, byArm]) =>
      Object.entries(byArm).flatMap(([arm, own]) =>
        partsOf(trained).flatMap(([part, from, to]) =>
          (['student', 'teacher'] as const).map((reader) => [
            `${family}: ${arm}, ${part}, ${reader}`,
            own[0]!.standings.map(({ step }, at) => ({
              step,
              samples: step * questionsPerStep * attemptsPerQuestion,
              ...overCustomers(own, ({ standings }) => mean(standings[at]![reader].slice(from, to))),
            })),
          ]),
        ),
      ),
    ),
  )
}
