/** The reference's two sets of defaults (they differ): what `--config-name sdpo` composes, and the Python dataclass's. */
import type { RunConfig } from './config.ts'

export type ReferencePreset = Pick<RunConfig, 'loss' | 'reprompt' | 'teacher'>

const ours = { lambda: 0.9, mean: 'token-mean' } as const

export const referencePresets: Record<'yaml' | 'dataclass', ReferencePreset> = {
  yaml: {
    loss: {
      ...ours,
      distillation: { kind: 'topk-logits', alpha: 0.5, topK: 100, addTail: true },
      isClip: 2,
    },
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
    loss: { ...ours, distillation: { kind: 'full-logits', alpha: 0 }, isClip: null },
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

/** Part of a configuration: what somebody else's settings say of ours. */
export type SomeSettings = {
  [K in keyof RunConfig]?: K extends 'teacher'
    ? RunConfig['teacher']
    : RunConfig[K] extends object
      ? Partial<RunConfig[K]>
      : RunConfig[K]
}

/** What the paper uses for discovery at test time (section 5 and appendix); what it leaves open is not here. */
export const paperSettings = {
  arm: 'sdpo',
  attemptsPerStep: 16,
  budget: 2750,
  stop: 'first-pass',
  temperature: 1,
  topP: 1,
  failingTest: 'reference',
  loss: {
    distillation: { kind: 'topk-logits', alpha: 1, topK: 20, addTail: true },
    isClip: 2,
    lambda: 0.9,
    mean: 'token-mean',
  },
  reprompt: {
    templates: 'yaml',
    includeFeedback: true,
    feedbackOnlyWithoutSolution: true,
    dontRepromptOnSelfSuccess: true,
  },
  teacher: { kind: 'ema', rate: 0.01 },
  optimiser: { weightDecay: 0.01, maxGradNorm: 1 },
} satisfies SomeSettings

/** A configuration with the paper's settings in place of its own; the rest stays. */
export function withPaperSettings(config: RunConfig): RunConfig {
  return {
    ...config,
    ...paperSettings,
    loss: { ...config.loss, ...paperSettings.loss },
    reprompt: { ...config.reprompt, ...paperSettings.reprompt },
    optimiser: { ...config.optimiser, ...paperSettings.optimiser },
  }
}
