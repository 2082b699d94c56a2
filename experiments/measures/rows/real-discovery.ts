/** Rows of the discovery experiment on a real model, from the first successes of its runs. */
import { guesser } from '../../../src/problems/solved-on.ts'
import { bootstrapped } from '../../../src/statistics/bootstrap.ts'
import { discoveryAt } from '../../../src/statistics/discovery.ts'
import { classSamples } from '../../lib/class-samples.ts'
import { armReadingItsOwn } from '../../lib/told.ts'
import type { Row } from '../report.ts'

export interface RealDiscoveryTables {
  /** Of the samples that say how hard a problem is, those that passed. */
  basePasses: Readonly<Record<string, number>>
  /** Of how many samples; 32 where a report does not say. */
  samples?: number
  /** Of those samples, the ones that met the length limit. */
  baseCut?: Readonly<Record<string, number>>
  /** By arm, problem and seed; null: none within the budget. */
  firstSuccess: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>
  budget: number
  seeds: number
}

export function realDiscoveryRows({
  basePasses,
  samples = classSamples,
  baseCut,
  firstSuccess,
  budget,
  seeds,
}: RealDiscoveryTables): Row[] {
  const hard = Object.keys(basePasses).filter((id) => basePasses[id] === 0)
  const rows: Row[] = [
    { name: 'short problems whose solution fits an attempt', value: Object.keys(basePasses).length },
    {
      name: `hard ones: not one of ${samples} samples of the untouched model passes`,
      value: hard.length,
    },
    { name: 'attempts a run', value: budget },
    { name: 'seeds', value: seeds },
  ]
  if (baseCut) {
    const share = (counts: Readonly<Record<string, number>>) =>
      bootstrapped(
        Object.values(counts),
        (some) => some.reduce((sum, count) => sum + count, 0) / (some.length * samples),
      )
    rows.push(
      { name: 'untouched attempts that pass', ...share(basePasses) },
      { name: 'untouched attempts that are cut at the length limit', ...share(baseCut) },
    )
  }
  const names = Object.keys(firstSuccess)
  for (const name of names)
    rows.push({
      name: `${name}: discovered`,
      ...bootstrapped(Object.values(firstSuccess[name]!), (items) => discoveryAt(budget, items)),
    })
  const solved = (arm: string, id: string) => firstSuccess[arm]![id]!.filter((first) => first !== null).length
  for (const name of names) {
    const own = armReadingItsOwn(name)
    if (own === null || !firstSuccess[own]) continue
    rows.push({
      name: `discovered, ${own} less ${name}`,
      ...bootstrapped(hard, (ids) => {
        const found = (arm: string) =>
          discoveryAt(
            budget,
            ids.map((id) => firstSuccess[arm]![id]!),
          )
        return found(own) - found(name)
      }),
    })
  }
  for (const arm of names.filter((name) => name !== guesser)) {
    rows.push({
      name: `${arm}: problems discovered in some seed`,
      value: hard.filter((id) => solved(arm, id) > 0).length,
    })
    if (arm === 'best-of-k' || armReadingItsOwn(arm) !== null || !firstSuccess['best-of-k']) continue
    const only = hard.filter((id) => solved(arm, id) > 0 && solved('best-of-k', id) === 0)
    rows.push({
      name: `problems that ${arm} discovers in some seed and best-of-k in none`,
      value: only.length,
      bar: 'at least 3',
      holds: only.length >= 3,
    })
    const often = only.filter((id) => 2 * solved(arm, id) > seeds)
    rows.push({
      name: `problems that ${arm} discovers in most seeds and best-of-k in none`,
      value: often.length,
    })
    const missed = hard.filter((id) => solved(arm, id) === 0 && solved('best-of-k', id) > 0)
    rows.push({
      name: `problems that best-of-k discovers in some seed and ${arm} in none`,
      value: missed.length,
    })
  }
  return rows
}
