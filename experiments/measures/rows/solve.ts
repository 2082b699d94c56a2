/** Rows of the experiment on presets, from the first successes of its runs. */
import { attemptsToReach, discoveryAt } from '../../../src/statistics/discovery.ts'
import type { Row } from '../report.ts'

export interface SolveTables {
  /** By arm, preset and seed; null: none within the budget. */
  firstSuccess: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>
  budget: number
}

export function solveRows({ firstSuccess, budget }: SolveTables): Row[] {
  return Object.entries(firstSuccess).flatMap(([arm, table]) => {
    const all = Object.values(table)
    return [
      ...Object.entries(table).map(([id, firsts]) => ({
        name: `${arm} ${id} solved of ${firsts.length}`,
        value: firsts.filter((first) => first !== null).length,
      })),
      ...[16, 32, 64, 128, 256]
        .filter((k) => k <= budget)
        .map((k) => ({ name: `${arm} discovery@${k}`, value: discoveryAt(k, all) })),
      { name: `${arm} attempts for 50 %`, value: attemptsToReach(0.5, all) ?? Infinity },
    ]
  })
}
