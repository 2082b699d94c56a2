/** Rows of the line before a run: in how many problems it agrees with what then happened, and what its advice to sample is worth. */
import type { Row } from '../report.ts'

export interface OutlookProblem {
  id: string
  model: string
  /** Written after the rules of the line were. */
  fresh?: boolean
  colour: string
  expects: string
  reasons: readonly string[]
  /** The attempt that passed first, with the run's own arm; null where none of the budget did. */
  solvedAt: number | null
  agrees: boolean
  /** Where the line would rather sample without feedback: the same when this is done. */
  sampledAt?: number | null
}

export interface OutlookTables {
  problems: readonly OutlookProblem[]
}

export function outlookRows({ problems }: OutlookTables): Row[] {
  const groups = [
    ['all', problems],
    ...['tiny', 'smollm2'].map(
      (model) => [model, problems.filter((problem) => problem.model === model)] as const,
    ),
    ['written after the rules', problems.filter(({ fresh }) => fresh)],
  ] as const
  const asking = problems.filter(({ sampledAt }) => sampledAt !== undefined)
  const count = (name: string, some: readonly OutlookProblem[]): Row => ({ name, value: some.length })
  return [
    ...groups
      .filter(([, some]) => some.length > 0)
      .flatMap(([name, some]) => [
        count(`${name}: problems`, some),
        count(
          `${name}: agree`,
          some.filter(({ agrees }) => agrees),
        ),
      ]),
    count('would rather sample: problems', asking),
    count(
      'would rather sample: passed with learning',
      asking.filter(({ solvedAt }) => solvedAt !== null),
    ),
    count(
      'would rather sample: passed without feedback',
      asking.filter(({ sampledAt }) => sampledAt !== null),
    ),
  ]
}
