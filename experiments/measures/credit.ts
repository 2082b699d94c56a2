/**
 * Does the signed credit log p_T - log p_S point at the wrong token? On failed attempts of the untouched model that one
 * other token turns into a pass, at choice points (where the student was unsure), beside what looks like credit and is not.
 * The controls are the feedback of other problems, in several random pairings, which must say nothing of this attempt, and
 * that of another attempt at the same problem, which speaks of the problem and not of this attempt's token. With
 * `--truths even` the hidden meanings are as unusual as those of the discovery experiments: then right tokens are unusual and
 * wrong ones are habits, so that a model that expects the unusual finds some of them, whatever it is told. With
 * `--truths habit` they are not.
 */
import { drawnProblems, habitualProblems } from '../lib/drawn-problems.ts'
import { choiceEntropy, creditPoints } from '../lib/credit-points.ts'
import { openHeadless } from '../lib/headless.ts'
import { kept } from '../lib/kept.ts'
import { nearMisses, type NearMiss } from '../lib/near-misses.ts'
import { progress } from '../lib/progress.ts'
import type { Experiment } from './report.ts'
import { creditRows, packed, pointColumns, type PackedPoint } from './rows/credit.ts'

export const credit: Experiment = async ({
  families,
  split,
  problems: count,
  config,
  model: folder,
  threads,
  samples,
  truths,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const points: Record<string, PackedPoint[][]> = {}
  const nearMissCounts: Record<string, number> = {}
  for (const family of families) {
    const found: NearMiss[][] = []
    for (const problem of (truths === 'habit' ? habitualProblems : drawnProblems)(family, split)) {
      if (found.length === count) break
      progress(`${family}: near misses on ${found.length} of ${count} problems`)
      const misses = await kept(
        `${lab.weights.slice(0, 12)}/misses-${problem.id}`,
        [lab.weights, problem, config.maxNewTokens, config.temperature, samples],
        () => nearMisses(lab, problem, config, samples),
      )
      if (misses.length > 0) found.push(misses)
    }
    const byProblem = await creditPoints(lab, found, config)
    nearMissCounts[family] = found.flat().length
    points[family] = byProblem.map((own) => own.map(packed))
  }
  await lab.model.dispose()
  const tables = { columns: pointColumns, points, nearMisses: nearMissCounts }
  return { rows: creditRows(tables), ...tables, choiceEntropy, split, truths, config }
}
