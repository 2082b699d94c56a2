/** The settings of how the model writes and how its adapter is trained. */
import { rangeOf, settingOf, type RunSetting } from '../run-setting.ts'

/** Shown where the loaded model's chat template has a switch for it. */
export const thinkingSetting: RunSetting = settingOf({
  kind: 'switch',
  id: 'thinking',
  label: 'Thinking',
  sentence:
    'The model thinks before it answers, as its chat template lets it. Thoughts are not judged and take many tokens: raise the longest attempt too.',
  takesEffect: 'new-run',
  read: (config) => config.thinking ?? false,
  write: (config, value) => ({ ...config, thinking: value === true ? true : undefined }),
  show: (value) => (value ? 'on' : 'off'),
})

export const modelSettings: readonly RunSetting[] = [
  thinkingSetting,
  rangeOf('maxNewTokens', {
    id: 'max-new-tokens',
    label: 'Longest attempt',
    sentence: 'In tokens. Longer ones are cut and judged as they stand.',
    min: 8,
    max: 512,
    step: 8,
  }),
  rangeOf('topP', {
    id: 'top-p',
    label: 'Top-p',
    sentence: 'Samples only from the most likely tokens that make up this mass.',
    min: 0.05,
    max: 1,
    step: 0.05,
  }),
  rangeOf('optimiser.weightDecay', {
    id: 'weight-decay',
    label: 'Weight decay',
    sentence: 'Pulls the adapter back to zero a little at every update.',
    min: 0,
    max: 0.2,
    step: 0.01,
  }),
  rangeOf('optimiser.maxGradNorm', {
    id: 'grad-clip',
    label: 'Gradient clip',
    sentence: 'Longer gradients are shortened to this norm.',
    min: 0.1,
    max: 10,
    step: 0.1,
  }),
  rangeOf('adapter.rank', {
    id: 'lora-rank',
    label: 'LoRA rank',
    sentence: 'Width of the trained adapter: how much one update can change.',
    takesEffect: 'new-run',
    min: 1,
    max: 32,
    step: 1,
  }),
]
