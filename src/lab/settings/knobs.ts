/** Every setting of a run in words: the six that a person turns first, then the rest. A setting is one entry of its table. */
import { defaultRunConfig, type RunConfig } from '../../sdpo/config.ts'
import type { Knob, KnobValue } from './knob.ts'
import { firstKnobs } from './knobs/first.ts'
import { lossKnobs } from './knobs/loss.ts'
import { modelKnobs } from './knobs/model.ts'
import { repromptKnobs } from './knobs/reprompt.ts'
import { runKnobs } from './knobs/run.ts'

export const knobs: readonly Knob[] = [
  ...firstKnobs,
  ...runKnobs,
  ...lossKnobs,
  ...repromptKnobs,
  ...modelKnobs,
]

export function defaultOf(knob: Knob): KnobValue {
  return knob.read(defaultRunConfig)
}

/** Knobs that differ between two configurations, each as "Learning rate 0.01 → 0.003". */
export function describeChanges(before: RunConfig, after: RunConfig): string[] {
  return knobs
    .filter((k) => k.read(before) !== k.read(after))
    .map((k) => `${k.label}: ${k.show(k.read(before))} \u2192 ${k.show(k.read(after))}`)
}
