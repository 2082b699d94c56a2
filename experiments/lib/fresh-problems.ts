/** Hard problems of the test split that no earlier experiment drew: another stream, without the presets and without the first 150 of the stream that the other experiments read. */
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import { presets } from '../../src/problems/presets.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { Rng } from '../../src/rng.ts'
import { problemOf } from '../../src/problems/tickets/drawn.ts'
import { drawHard } from '../train-tiny/tickets/samples.ts'
import { drawnProblems } from './drawn-problems.ts'

/** How many problems of the other stream are left out; the discovery experiments looked at fewer. */
const looked = 150

/** Endless; the same every time. Two problems never share a true program. */
export function* freshProblems(family: FamilyName): Generator<Problem> {
  const seen = new Set(presets.map(({ solution }) => solution))
  const others = drawnProblems(family, 'test')
  for (let i = 0; i < looked; i++) seen.add((others.next().value as Problem).solution)
  for (let i = 1; ; i++) {
    const problem = problemOf(drawHard(Rng.of(i, 'headline', family), family, 'test'), {
      id: `${family}-fresh-${i}`,
      title: `${family} ${i}`,
    })
    if (seen.has(problem.solution)) continue
    seen.add(problem.solution)
    yield problem
  }
}
