/** The six settings that a person turns first. */
import { teacherRate } from './teacher.ts'
import { alpha, topK } from './distillation.ts'
import { rangeOf, type RunSetting } from '../run-setting.ts'

export const firstSettings: readonly RunSetting[] = [
  alpha,
  topK,
  teacherRate,
  rangeOf('optimiser.learningRate', {
    id: 'learning-rate',
    label: 'Learning rate',
    sentence: 'Size of a step. Too large and the model collapses; too small and nothing moves.',
    first: true,
    min: 1e-4,
    max: 0.1,
    step: 1.25,
    log: true,
  }),
  rangeOf('attemptsPerStep', {
    id: 'attempts',
    label: 'Attempts per update, G',
    sentence: 'More attempts: a steadier step, and a longer wait for it.',
    first: true,
    min: 1,
    max: 32,
    step: 1,
  }),
  rangeOf('temperature', {
    id: 'temperature',
    label: 'Temperature',
    sentence: 'Above 1 attempts differ more. Both readers are pictured at this temperature.',
    first: true,
    min: 0.2,
    max: 2,
    step: 0.1,
  }),
]
