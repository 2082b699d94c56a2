/** The problems of a family that an experiment asks: drawn in order, kept where the untouched model passes them as often as the experiment wants. */
import type { FamilyName } from '../src/problems/families/family.ts'
import type { Problem } from '../src/problems/problem.ts'
import type { RunConfig } from '../src/sdpo/config.ts'
import { drawBaseSamples, type BaseSamples } from './base-samples.ts'
import { drawnProblems, type HeldOut } from './drawn-problems.ts'
import type { Headless } from './headless.ts'
import type { Journal } from './journal.ts'
import { progress } from './experiments/report.ts'

export interface HardProblem {
  problem: Problem
  base: BaseSamples
}

export async function hardProblems(lab: Headless, { family, split, count, accept, config, journal }: { family: FamilyName; split: HeldOut; count: number; accept: (base: BaseSamples) => boolean; config: RunConfig; journal: Journal }): Promise<{ hard: HardProblem[]; drawn: number }> {
  const hard: HardProblem[] = []
  let drawn = 0
  for (const problem of drawnProblems(family, split)) {
    if (hard.length === count) break
    progress(`${family}: ${drawn} problems drawn, ${hard.length} of ${count} chosen`)
    const base = await journal.once(`base/${problem.id}`, () => drawBaseSamples(lab, problem, config))
    drawn++
    if (accept(base)) hard.push({ problem, base })
  }
  return { hard, drawn }
}
