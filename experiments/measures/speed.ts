/** Milliseconds of an update step and of its parts, medians, after one step to warm up; and attempts per second of runs that share a graph. */
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import { LockstepRuns } from '../../src/sdpo/lockstep.ts'
import type { RunEvent } from '../../src/sdpo/events.ts'
import { freshLearner, headlessRun, openHeadless } from '../lib/headless.ts'
import { drawnProblems } from '../lib/drawn-problems.ts'
import type { Experiment, Row } from './report.ts'
import { shapeCosts, stepCosts } from './step-cost.ts'

const policyCounts = [1, 4, 16, 32]

export const speed: Experiment = async ({
  presets: problems,
  config,
  families,
  split,
  model: folder,
  threads,
  steps,
  shape,
}) => {
  if (shape !== null) return shapeCosts(shape, threads)
  if (folder.endsWith('.gguf')) return stepCosts(folder, threads)
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const timings: Extract<RunEvent, { type: 'step-updated' }>['timings'][] = []
  const run = headlessRun(
    lab,
    problems[0]!,
    { ...config, stop: 'budget', budget: config.attemptsPerStep * (steps + 1) },
    {
      learner: freshLearner(lab.model, config),
      detail: 'picture',
      emit: (event) => {
        if (event.type === 'step-updated') timings.push(event.timings)
      },
    },
  )
  await run.finish()
  const counted = timings.slice(1)
  const median = (of: (t: (typeof timings)[number]) => number) =>
    counted.map(of).sort((a, b) => a - b)[counted.length >> 1]!
  const rows: Row[] = [
    ...(['sample', 'judge', 'score', 'update'] as const).map((part) => ({
      name: `${part}, ms`,
      value: median((t) => t[part]),
    })),
    {
      name: `one step of ${config.attemptsPerStep} attempts, ms`,
      value: median((t) => t.sample + t.judge + t.score + t.update),
    },
  ]
  const drawn = drawnProblems(families[0]!, split)
  const asked = Array.from({ length: Math.max(...policyCounts) }, () => drawn.next().value!)
  const alone = new Map<string, number>()
  for (const arm of ['sdpo', 'multi-turn'] as const) {
    for (const policies of policyCounts) {
      const perSecond = async (n: number) => {
        const field = new LockstepRuns<LlamaLearner>(
          lab.model,
          (learners, settings) => LlamaLearner.updateMany(learners, settings),
          policies,
        )
        const starts = asked.slice(0, policies).map(
          (problem, i) => () =>
            headlessRun(
              { ...lab, model: field.model },
              problem,
              { ...config, arm, seed: i, attemptsPerStep: 1, stop: 'budget', budget: n },
              {
                learner: field.learner(new LlamaLearner(lab.model, LlamaLearner.initialTheta(lab.model, i))),
              },
            ),
        )
        const begun = performance.now()
        await field.run(starts, () => {})
        return (1000 * n * policies) / (performance.now() - begun)
      }
      await perSecond(steps)
      const value = await perSecond(steps)
      alone.set(arm, alone.get(arm) ?? value)
      rows.push(
        { name: `${arm}, ${policies} runs in one graph, attempts per second`, value },
        {
          name: `${arm}, ${policies} runs in one graph, times faster than alone`,
          value: value / alone.get(arm)!,
        },
      )
    }
  }
  await lab.model.dispose()
  return { rows }
}
