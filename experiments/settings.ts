/**
 * The settings of SDPO that experiments on hard problems use: those that need the fewest attempts on the dev split
 * (`npm run experiment -- tuning`), frozen before the test split was run. One attempt an update learns from every failure
 * at once; a rate of .01 collapses there. The page's own defaults differ: a step of several attempts is one to look at.
 */
import { defaultRunConfig, type RunConfig } from '../src/sdpo/config.ts'

export const testTimeConfig: RunConfig = {
  ...defaultRunConfig,
  attemptsPerStep: 1,
  optimiser: { ...defaultRunConfig.optimiser, learningRate: 0.003 },
}
