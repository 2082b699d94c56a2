/** The settings of the loss, beyond the first. */
import { advantageClip, level, pointwiseClip, tail } from './distillation.ts'
import { tokens, tokenShare } from './tokens.ts'
import { choiceOf, rangeOf, type RunSetting } from '../run-setting.ts'

export const lossSettings: readonly RunSetting[] = [
  level,
  tail,
  rangeOf('loss.isClip', {
    id: 'is-clip',
    label: 'Importance clip',
    sentence: 'Upper limit of the weight of a token that has become likelier since it was sampled.',
    min: 1,
    max: 10,
    step: 0.5,
    off: 'no weight',
  }),
  pointwiseClip,
  advantageClip,
  tokens,
  tokenShare,
  rangeOf('loss.lambda', {
    id: 'lambda',
    label: 'Share of GRPO',
    sentence: 'In SDPO + GRPO: this much of GRPO, the rest of SDPO.',
    min: 0,
    max: 1,
    step: 0.05,
  }),
  choiceOf('loss.mean', {
    id: 'mean',
    label: 'Mean',
    sentence: 'Every token counts the same, or every attempt.',
    options: [
      { value: 'token-mean', label: 'over tokens' },
      { value: 'seq-mean-token-mean', label: 'over attempts' },
    ],
  }),
]
