/** A step of 8 attempts of the bundled model, as the page makes it. */
import { presets } from '../../src/problems/presets.ts'
import { defaultRunConfig } from '../../src/sdpo/config.ts'
import type { RunEventOf } from '../../src/sdpo/events.ts'
import { freshLearner, headlessRun, openHeadless } from '../lib/headless.ts'
import type { Measure } from './measure.ts'
import { atMost, figure, median } from './row.ts'

/** On onnxruntime-node. */
export const bundledNode: Measure = async ({ threads, turns }) => {
  const lab = openHeadless({ folder: 'models/tiny', threads, adapter: defaultRunConfig.adapter })
  const config = {
    ...defaultRunConfig,
    attemptsPerStep: 8,
    stop: 'budget' as const,
    budget: 8 * (2 * turns + 2),
  }
  const timings: RunEventOf<'step-updated'>['timings'][] = []
  await headlessRun(lab, presets[0]!, config, {
    learner: freshLearner(lab.model, config),
    detail: 'picture',
    emit: (event) => {
      if (event.type === 'step-updated') timings.push(event.timings)
    },
  }).finish()
  await lab.model.dispose()
  const later = timings.slice(1)
  const of = (part: 'sample' | 'judge' | 'score' | 'update') => median(later.map((t) => t[part])) / 1000
  const whole = median(later.map((t) => t.sample + t.judge + t.score + t.update)) / 1000
  return [
    atMost('bundled model in Node: a step of 8 attempts, s', whole, 0.1),
    ...(['sample', 'judge', 'score', 'update'] as const).map((part) =>
      figure(`bundled model in Node: ${part}, s`, of(part)),
    ),
  ]
}
