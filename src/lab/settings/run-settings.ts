/** Every setting of a run in words: the six that a person turns first, then the rest. A setting is one entry of its table. */
import { defaultRunConfig, type RunConfig } from '../../sdpo/config.ts'
import type { RunSetting, SettingValue } from './run-setting.ts'
import { firstSettings } from './run-settings/first.ts'
import { lossSettings } from './run-settings/loss.ts'
import { modelSettings } from './run-settings/model.ts'
import { repromptSettings } from './run-settings/reprompt.ts'
import { wholeRunSettings } from './run-settings/run.ts'

export const runSettings: readonly RunSetting[] = [
  ...firstSettings,
  ...wholeRunSettings,
  ...lossSettings,
  ...repromptSettings,
  ...modelSettings,
]

export function defaultOf(setting: RunSetting): SettingValue {
  return setting.default ?? setting.read(defaultRunConfig)
}

/** Settings that differ between two configurations, each as "Learning rate 0.01 → 0.003". */
export function describeChanges(before: RunConfig, after: RunConfig): string[] {
  return runSettings
    .filter((k) => k.applies(before) && k.applies(after) && k.read(before) !== k.read(after))
    .map((k) => `${k.label}: ${k.show(k.read(before))} \u2192 ${k.show(k.read(after))}`)
}
