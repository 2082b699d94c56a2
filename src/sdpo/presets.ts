/** The reference's two sets of defaults (they differ): what `--config-name sdpo` composes, and the Python dataclass's. */
import type { RunConfig } from './config.ts'

export type ReferencePreset = Pick<RunConfig, 'loss' | 'reprompt' | 'teacher'>

const ours = { grain: 'logit', advantageClip: null, lambda: 0.9, mean: 'token-mean' } as const

export const referencePresets: Record<'yaml' | 'dataclass', ReferencePreset> = {
  yaml: {
    loss: { ...ours, alpha: 0.5, topK: 100, addTail: true, isClip: 2 },
    reprompt: {
      templates: 'yaml',
      includeFeedback: true,
      feedbackOnlyWithoutSolution: true,
      dontRepromptOnSelfSuccess: true,
      removeThinkingFromDemonstration: true,
      successThreshold: 0.5,
      maxTokens: 10240,
    },
    teacher: { kind: 'ema', rate: 0.05 },
  },
  dataclass: {
    loss: { ...ours, alpha: 0, topK: null, addTail: true, isClip: null },
    reprompt: {
      templates: 'dataclass',
      includeFeedback: false,
      feedbackOnlyWithoutSolution: false,
      dontRepromptOnSelfSuccess: false,
      removeThinkingFromDemonstration: false,
      successThreshold: 1,
      maxTokens: 10240,
    },
    teacher: { kind: 'ema', rate: 0.05 },
  },
}
