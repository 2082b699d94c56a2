/** Rows of the experiments that turn one setting, each variant against the first, from the first successes of its runs. */
import { bootstrapped } from '../../../src/statistics/bootstrap.ts'
import { attemptsFor, attemptsRatio, curveOf, discovery, type Curve } from '../../../src/statistics/curves.ts'
import type { Row } from '../report.ts'

export interface VariantTables {
  /** By variant, problem and seed; null: none within the budget. Ids begin with their family's name. */
  firstSuccess: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>
  budget: number
}

export function variantRows({ firstSuccess, budget }: VariantTables): Row[] {
  const names = Object.keys(firstSuccess)
  const [reference] = names
  if (reference === undefined) return []
  const ids = Object.keys(firstSuccess[reference]!)
  const rows: Row[] = []
  for (const family of new Set(ids.map((id) => id.split('-')[0]!))) {
    const measured = ids
      .filter((id) => id.startsWith(`${family}-`))
      .map((id) => Object.fromEntries(names.map((name) => [name, curveOf(firstSuccess[name]![id]!, budget)])))
    const of = (items: readonly Record<string, Curve>[], name: string) => items.map((curves) => curves[name]!)
    rows.push({ name: `${family}: problems`, value: measured.length })
    for (const name of names) {
      for (const share of [4, 2, 1]) {
        const k = Math.round(budget / share)
        rows.push({
          name: `${family}: ${name}, discovery@${k}`,
          ...bootstrapped(measured, (items) => discovery(of(items, name), k)),
        })
      }
      rows.push({
        name: `${family}: ${name}, attempts for 50 %`,
        ...bootstrapped(measured, (items) => attemptsFor(0.5, of(items, name))),
      })
      if (name !== reference)
        rows.push({
          name: `${family}: attempts for 50 %, ${name} / ${reference}`,
          ...bootstrapped(measured, (items) => attemptsRatio(0.5, of(items, name), of(items, reference))),
        })
    }
  }
  return rows
}
