/** Rows of the experiment on collapse, from what each run did in each stretch of its updates. */
import { bootstrapped } from '../../../src/statistics/bootstrap.ts'
import type { Row } from '../report.ts'

/** Some updates in a row of one run. */
export interface Stretch {
  attempts: number
  passed: number
  /** Different texts among the attempts. */
  distinct: number
  /** Sum of -log p of all tokens under the student that wrote them, nats. */
  nats: number
  tokens: number
}

export interface CollapseTables {
  /** By family, teacher, problem and seed, in order. */
  runs: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, readonly (readonly Stretch[])[]>>>>>
  >
  /** Updates of a stretch. */
  stretch: number
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length)

const signs: Readonly<Record<string, (stretch: Stretch) => number>> = {
  'pass rate': ({ passed, attempts }) => passed / attempts,
  'entropy, nats a token': ({ nats, tokens }) => nats / tokens,
  'distinct attempts, share': ({ distinct, attempts }) => distinct / attempts,
}

/** Means over problems of means over seeds, at the first stretch, after a fifth, in the middle and at the end; intervals are over problems. */
export function collapseRows({ runs, stretch }: CollapseTables): Row[] {
  return Object.entries(runs).flatMap(([family, byTeacher]) => {
    const [some] = Object.values(byTeacher)
    const stretches = Object.values(some ?? {})[0]?.[0]?.length ?? 0
    const looked = [...new Set([1, Math.ceil(stretches / 5), Math.ceil(stretches / 2), stretches])]
    return [
      { name: `${family}: problems`, value: Object.keys(some ?? {}).length },
      ...Object.entries(byTeacher).flatMap(([teacher, byProblem]) => {
        const problems = Object.values(byProblem)
        const share = (of: (run: readonly Stretch[]) => boolean) =>
          bootstrapped(problems, (items) =>
            mean(items.map((own) => mean(own.map((run) => (of(run) ? 1 : 0))))),
          )
        return [
          {
            name: `${family}: ${teacher}, runs that pass at some time`,
            ...share((run) => run.some(({ passed }) => passed > 0)),
          },
          {
            name: `${family}: ${teacher}, runs that pass at some time and not in their last ${stretch} updates`,
            ...share((run) => run.some(({ passed }) => passed > 0) && run.at(-1)!.passed === 0),
          },
          ...Object.entries(signs).flatMap(([sign, of]) =>
            looked.map((at) => ({
              name: `${family}: ${teacher}, ${sign}, updates ${(at - 1) * stretch + 1} to ${at * stretch}`,
              ...bootstrapped(problems, (items) =>
                mean(items.map((own) => mean(own.map((run) => of(run[at - 1]!))))),
              ),
            })),
          ),
        ]
      }),
    ]
  })
}
