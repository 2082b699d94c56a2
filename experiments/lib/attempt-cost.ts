/** Milliseconds of one attempt of each contestant, one run alone, the contestants in turns so that a busy moment falls on all. */
import type { Problem } from '../../src/problems/problem.ts'
import type { CostedContestant } from './costed-runs.ts'
import { learningBy } from './imitation.ts'
import { freshLearner, headlessRun, type Headless } from './headless.ts'

const attempts = 32
const rounds = 3

/** The least of three rounds, after one to warm up, by contestant. */
export async function millisecondsPerAttempt(
  lab: Headless,
  contestants: readonly CostedContestant[],
  problem: Problem,
): Promise<Record<string, number>> {
  const least: Record<string, number> = {}
  for (let round = 0; round <= rounds; round++)
    for (const { name, config, learning } of contestants) {
      const own = { ...config, seed: 5, budget: attempts, stop: 'budget' as const }
      const learner = freshLearner(lab.model, own)
      const run = headlessRun(lab, problem, own, {
        learner: learner && learningBy(learning, lab.model, learner, own),
      })
      const begun = performance.now()
      await run.finish()
      if (round > 0) least[name] = Math.min(least[name] ?? Infinity, (performance.now() - begun) / attempts)
    }
  return least
}
