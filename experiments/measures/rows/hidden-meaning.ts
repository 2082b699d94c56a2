/** Rows of the experiment on hidden meanings, from the first successes of its runs. */
import { bootstrapped } from '../../../src/statistics/bootstrap.ts'
import { discoveryAt } from '../../../src/statistics/discovery.ts'
import type { Row } from '../report.ts'

export interface HiddenTables {
  /** In the order of the runs' ids. */
  tickets: readonly { id: string; family: string; trainedOn: boolean }[]
  /** By arm, ticket and seed; null: none within the budget. */
  firstSuccess: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>
  budget: number
}

export function hiddenRows({ tickets, firstSuccess, budget }: HiddenTables): Row[] {
  return [
    { name: 'tickets', value: tickets.length },
    { name: 'about rows', value: tickets.filter(({ family }) => family === 'records').length },
    {
      name: 'with a program that the model was trained on',
      value: tickets.filter(({ trainedOn }) => trainedOn).length,
    },
    ...Object.entries(firstSuccess).flatMap(([name, table]) => {
      const all = Object.values(table)
      const found = all.reduce(
        (sum, firsts) => sum + firsts.filter((first) => first !== null).length / firsts.length,
        0,
      )
      return [
        {
          name: `${name}: tickets found within ${budget} attempts, mean over ${all[0]?.length ?? 0} seeds`,
          value: found,
          ...(name === 'sdpo' && { bar: 'at least 40 of 50', holds: found >= 0.8 * tickets.length }),
        },
        ...[16, 32, 64, budget].map((k) => ({
          name: `${name}: discovery@${k}`,
          ...bootstrapped(all, (items) => discoveryAt(k, items)),
        })),
      ]
    }),
  ]
}
