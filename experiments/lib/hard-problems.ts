/** The problems of a family that an experiment asks: drawn in order, kept where the untouched model passes them as often as the experiment wants. */
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import type { Problem } from '../../src/problems/problem.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { Passes } from '../../src/statistics/curves.ts'
import { drawBaseSamples, samplesPerHalf, type BaseSamples } from './base-samples.ts'
import { drawnProblems, type HeldOut } from './drawn-problems.ts'
import type { Headless } from './headless.ts'
import { kept } from './kept.ts'
import { progress } from './progress.ts'

export interface HardProblem {
  problem: Problem
  base: BaseSamples
}

export interface HardProblemsRequest {
  family: FamilyName
  split: HeldOut
  count: number
  accept: (base: BaseSamples) => boolean
  /** Whether a problem is worth all the samples, by a twentieth of them: where few are accepted, most are seen to be none of them at a glance. */
  promising?: (glance: Passes) => boolean
  config: RunConfig
  /** Where they are drawn from; absent: the stream of the split. */
  drawn?: Iterable<Problem>
}

const rate = ({ samples, passed }: Passes) => passed / samples

/** Problems that the untouched model passes at a rate between these; at a glance it may be twice the higher one. */
export const passedNowAndThen = (rates: {
  from: number
  to: number
}): Pick<Required<HardProblemsRequest>, 'accept' | 'promising'> => ({
  accept: ({ forClass }) => rate(forClass) >= rates.from && rate(forClass) <= rates.to,
  promising: (glance) => glance.passed > 0 && rate(glance) <= 2 * rates.to,
})

/** Samples a half of a glance. */
const glanced = 512

export async function hardProblems(
  lab: Headless,
  { family, split, count, accept, promising, config, drawn: stream }: HardProblemsRequest,
): Promise<{ hard: HardProblem[]; drawn: number }> {
  const hard: HardProblem[] = []
  let drawn = 0
  for (const problem of stream ?? drawnProblems(family, split)) {
    if (hard.length === count) break
    progress(`${family}: ${drawn} problems drawn, ${hard.length} of ${count} chosen`)
    const sampled = (name: string, perHalf: number) =>
      kept(
        `${lab.weights.slice(0, 12)}/${name}-${problem.id}`,
        [lab.weights, problem, config.maxNewTokens, config.temperature, perHalf],
        () => drawBaseSamples(lab, problem, config, perHalf),
      )
    drawn++
    if (promising) {
      const { forClass, forBestOfK } = await sampled('glance', glanced)
      if (
        !promising({
          samples: forClass.samples + forBestOfK.samples,
          passed: forClass.passed + forBestOfK.passed,
        })
      )
        continue
    }
    const base = await sampled('base', samplesPerHalf)
    if (accept(base)) hard.push({ problem, base })
  }
  return { hard, drawn }
}
