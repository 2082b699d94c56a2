/**
 * How often the untouched model passes a problem: many independent samples, split into two halves that
 * share none, one to say how hard the problem is and one for best-of-k in closed form.
 */
import { sampleCounts } from '../../src/lm/sample-tree.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { Rng } from '../../src/rng.ts'
import type { Passes } from '../../src/statistics/curves.ts'
import { passAt } from '../../src/statistics/discovery.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { Headless } from './headless.ts'
import { Screen } from './screen.ts'

export interface BaseSamples {
  /** Used for the class and nothing else. */
  forClass: Passes
  forBestOfK: Passes
}

/** At least the 10,000 samples a half that the closed form is asked to rest on. */
export const samplesPerHalf = 10_240

export async function drawBaseSamples(
  { model, judge }: Headless,
  problem: Problem,
  { maxNewTokens, temperature }: RunConfig,
  perHalf = samplesPerHalf,
): Promise<BaseSamples> {
  const rng = Rng.of(0, 'base', problem.id)
  const prompt = model.tokenizer.encodeChat([{ role: 'user', content: problem.statement }])
  const counts = await sampleCounts(model, { prompt, count: 2 * perHalf, rng, maxNewTokens, temperature })
  const screen = new Screen(problem)
  let passed = 0
  for (const { tokens, count, finish } of counts) {
    const text = model.tokenizer.decode(tokens)
    if (screen.failsPlainly(text)) continue
    const { verdict } = await judge(problem, text, { truncated: finish === 'length' })
    if (verdict.reward >= 1) passed += count
  }
  const first = dealHalf(passed, perHalf, rng)
  return {
    forClass: { samples: perHalf, passed: first },
    forBestOfK: { samples: perHalf, passed: passed - first },
  }
}

/** How many of `passed` among 2 * perHalf exchangeable samples fall into the first half. */
function dealHalf(passed: number, perHalf: number, rng: Rng): number {
  let first = 0
  for (let i = 0; i < passed; i++) if (rng.uniform() * (2 * perHalf - i) < perHalf - first) first++
  return first
}

/** pass@64 as the class's half of the samples estimates it. */
export function passAt64({ forClass: { samples, passed } }: BaseSamples): number {
  return passAt(64, samples, passed)
}

export const hardBelow = 0.5
export const veryHardBelow = 0.1
/** The paper's own bound for very hard questions. */
export const paperVeryHardBelow = 0.03
