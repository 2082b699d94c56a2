/** Milliseconds of an update step and of its parts, medians, after one step to warm up. */
import type { RunEvent } from '../../src/sdpo/events.ts'
import { headlessRun, openHeadless } from '../headless.ts'
import type { Experiment } from './report.ts'

export const speed: Experiment = async ({ problems, config, model: folder, threads, steps }) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const timings: Extract<RunEvent, { type: 'step-updated' }>['timings'][] = []
  const run = headlessRun(lab, problems[0]!, { ...config, stop: 'budget', budget: config.attemptsPerStep * (steps + 1) }, {
    detail: 'picture',
    emit: (event) => {
      if (event.type === 'step-updated') timings.push(event.timings)
    },
  })
  await run.finish()
  await lab.model.dispose()
  const counted = timings.slice(1)
  const median = (of: (t: (typeof timings)[number]) => number) => counted.map(of).sort((a, b) => a - b)[counted.length >> 1]!
  return {
    rows: [
      ...(['sample', 'judge', 'score', 'update'] as const).map((part) => ({ name: `${part}, ms`, value: median((t) => t[part]) })),
      { name: `one step of ${config.attemptsPerStep} attempts, ms`, value: median((t) => t.sample + t.judge + t.score + t.update) },
    ],
  }
}
