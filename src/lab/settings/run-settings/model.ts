/** The settings of how the model writes and how its adapter is trained. */
import { rangeOf, type RunSetting } from '../run-setting.ts'

export const modelSettings: readonly RunSetting[] = [
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
