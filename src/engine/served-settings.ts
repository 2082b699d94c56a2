/** How a run on a model on a server begins. */
import { defaultRunConfig, ofLogits, type RunConfig } from '../sdpo/config.ts'
import type { ModelInfo } from '../sdpo/events.ts'

/** Settings of a run to begin with on it: no arm that trains, and both readers at all tokens that the server names. */
export function servedSettings({ contextLength }: ModelInfo): Partial<RunConfig> {
  return {
    arm: 'best-of-k',
    budget: 64,
    temperature: 1,
    maxNewTokens: Math.min(512, Math.max(16, Math.floor(contextLength / 4))),
    reprompt: { ...defaultRunConfig.reprompt, maxTokens: 10_240 },
    loss: { ...defaultRunConfig.loss, distillation: ofLogits(1) },
  }
}
