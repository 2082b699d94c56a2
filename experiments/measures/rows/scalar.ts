/** Rows of the experiment without feedback text, from how each of its runs ended. */
import type { Outcome } from '../../lib/first-successes.ts'
import { bootstrapped } from '../../../src/statistics/bootstrap.ts'
import { attemptsFor, attemptsRatio, curveOf, discovery, type Curve } from '../../../src/statistics/curves.ts'
import type { Row } from '../report.ts'

export interface ScalarTables {
  /** By family, arm, problem and seed. */
  outcomes: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly Outcome[]>>>>>>
  budget: number
}

const mastery = ({ reason, attempts }: Outcome) => (reason === 'mastered' ? attempts : null)

export function scalarRows({ outcomes, budget }: ScalarTables): Row[] {
  return Object.entries(outcomes).flatMap(([family, byArm]) => familyRows(family, byArm, budget))
}

function familyRows(family: string, byArm: ScalarTables['outcomes'][string], budget: number): Row[] {
  const names = Object.keys(byArm)
  const measured = Object.keys(byArm['grpo'] ?? {}).map((id) =>
    Object.fromEntries(names.map((name) => [name, curveOf(byArm[name]![id]!.map(mastery), budget)])),
  )
  const of = (items: readonly Record<string, Curve>[], name: string) => items.map((curves) => curves[name]!)
  const better = ['sdpo', 'sdpo+grpo'].map((name) => ({
    name,
    ...bootstrapped(measured, (items) => attemptsRatio(0.5, of(items, 'grpo'), of(items, name))),
  }))
  return [
    { name: `${family}: problems`, value: measured.length },
    ...names.flatMap((name) => [
      {
        name: `${family}: ${name}, mastered within ${budget}`,
        ...bootstrapped(measured, (items) => discovery(of(items, name), budget)),
      },
      {
        name: `${family}: ${name}, attempts until half are mastered`,
        ...bootstrapped(measured, (items) => attemptsFor(0.5, of(items, name))),
      },
    ]),
    ...better.map(({ name, ...ratio }) => ({
      name: `${family}: attempts until half are mastered, grpo / ${name}`,
      ...ratio,
    })),
    {
      name: `${family}: grpo's samples to the better of sdpo and the mix`,
      value: Math.max(...better.map(({ value }) => value)),
      bar: 'at least 1',
      holds: better.some(({ value }) => value >= 1),
    },
  ]
}
