/** Problems of the experiments: hard ones of a held-out split, drawn one by one. The lab's presets are never among the figures. */
import { presets } from '../../src/problems/presets.ts'
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import { drawHabitual, drawHard } from '../train-tiny/tickets/samples.ts'
import { problemOf } from '../../src/problems/tickets/drawn.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { Rng } from '../../src/rng.ts'

export type HeldOut = 'dev' | 'test'

/** Endless; the same every time. Two problems never share a true program. */
export function* drawnProblems(family: FamilyName, split: HeldOut): Generator<Problem> {
  const seen = new Set(presets.map(({ solution }) => solution))
  for (let i = 1; ; i++) {
    const problem = problemOf(drawHard(Rng.of(i, 'experiment', family, split), family, split), {
      id: `${family}-${split}-${i}`,
      title: `${family} ${i}`,
    })
    if (seen.has(problem.solution)) continue
    seen.add(problem.solution)
    yield problem
  }
}

/** As many steps left open as in `drawnProblems`, but meant as the model has learned that such words are usually meant. */
export function* habitualProblems(family: FamilyName, split: HeldOut): Generator<Problem> {
  const seen = new Set(presets.map(({ solution }) => solution))
  for (let i = 1; ; i++) {
    const problem = problemOf(drawHabitual(Rng.of(i, 'habitual', family, split), family, split), {
      id: `${family}-habit-${split}-${i}`,
      title: `${family} ${i}`,
    })
    if (seen.has(problem.solution)) continue
    seen.add(problem.solution)
    yield problem
  }
}
