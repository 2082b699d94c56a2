/**
 * The settings of SDPO that experiments on hard problems use: those that need the fewest attempts on the dev split
 * (`npm run experiment -- tuning`), frozen before the test split was run. One attempt an update learns from every failure
 * at once; a rate of .01 collapses there. The page's own defaults differ: a step of several attempts is one to look at.
 */
import { defaultRunConfig, ofLogits, type RunConfig } from '../../src/sdpo/config.ts'

export const testTimeConfig: RunConfig = {
  ...defaultRunConfig,
  attemptsPerStep: 1,
  optimiser: { ...defaultRunConfig.optimiser, learningRate: 0.003 },
}

/**
 * For a stock model of 135 M parameters on short problems: its samples are noise at temperature 1, and at a rate of .002 the
 * student loses the question within eight updates ("The correct answer is the correct placeholder").
 */
export const realConfig: RunConfig = {
  ...defaultRunConfig,
  attemptsPerStep: 4,
  temperature: 0.7,
  topP: 0.95,
  loss: { ...defaultRunConfig.loss, distillation: ofLogits(0) },
  reprompt: { ...defaultRunConfig.reprompt, maxTokens: 512 },
  optimiser: { ...defaultRunConfig.optimiser, learningRate: 0.001 },
}
