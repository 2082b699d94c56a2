/** The settings of the loss, beyond the first. */
import { choiceOf, rangeOf, switchOf, type RunSetting } from '../run-setting.ts'

export const lossKnobs: readonly RunSetting[] = [
  choiceOf('loss.grain', {
    id: 'grain',
    label: 'Grain of the loss',
    sentence: 'Compare whole distributions, the sampled token alone, or one mean for the attempt.',
    options: [
      { value: 'logit', label: 'logit' },
      { value: 'token', label: 'token' },
      { value: 'sequence', label: 'sequence' },
    ],
  }),
  switchOf('loss.addTail', {
    id: 'tail',
    label: 'Rest of the mass',
    sentence: 'With top-k: one more bucket for all other tokens; else the k are renormalised.',
  }),
  rangeOf('loss.isClip', {
    id: 'is-clip',
    label: 'Importance clip',
    sentence: 'Upper limit of the weight of a token that has become likelier since it was sampled.',
    min: 1,
    max: 10,
    step: 0.5,
    off: 'no weight',
  }),
  rangeOf('loss.advantageClip', {
    id: 'advantage-clip',
    label: 'Advantage clip',
    sentence: 'Token grain: the largest credit that counts.',
    min: 0.5,
    max: 10,
    step: 0.5,
    off: 'off',
  }),
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
