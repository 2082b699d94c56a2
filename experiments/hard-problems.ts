/** The problems of a family that an experiment asks: drawn in order, kept where the untouched model passes them as often as the experiment wants. */
import type { FamilyName } from '../src/problems/families/family.ts'
import type { Problem } from '../src/problems/problem.ts'
import type { RunConfig } from '../src/sdpo/config.ts'
import { drawBaseSamples, samplesPerHalf, type BaseSamples } from './base-samples.ts'
import { drawnProblems, type HeldOut } from './drawn-problems.ts'
import type { Headless } from './headless.ts'
import { kept } from './kept.ts'
import { progress } from './experiments/report.ts'

export interface HardProblem {
  problem: Problem
  base: BaseSamples
}

export async function hardProblems(lab: Headless, { family, split, count, accept, config }: { family: FamilyName; split: HeldOut; count: number; accept: (base: BaseSamples) => boolean; config: RunConfig }): Promise<{ hard: HardProblem[]; drawn: number }> {
  const hard: HardProblem[] = []
  let drawn = 0
  for (const problem of drawnProblems(family, split)) {
    if (hard.length === count) break
    progress(`${family}: ${drawn} problems drawn, ${hard.length} of ${count} chosen`)
    const base = await kept(`${lab.weights.slice(0, 12)}/base-${problem.id}`, [lab.weights, problem, config.maxNewTokens, config.temperature, samplesPerHalf], () => drawBaseSamples(lab, problem, config))
    drawn++
    if (accept(base)) hard.push({ problem, base })
  }
  return { hard, drawn }
}
