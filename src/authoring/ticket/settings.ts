/**
 * The settings of a run that finds a hidden meaning: chosen on 50 tickets of the dice that no figure is of
 * (`npm run experiment -- hidden-meaning --split dev`); the other settings stay the person's.
 */
import type { RunConfig } from '../../sdpo/config.ts'

export const hiddenSettings = { attemptsPerStep: 4 } as const satisfies Partial<RunConfig>
