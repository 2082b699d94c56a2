/** The settings of what the self-teacher is, and what it is given to read. */
import { trustRegion } from './teacher.ts'
import { choiceOf, rangeOf, switchOf, type RunSetting } from '../run-setting.ts'
import { toldNames } from './option-names.ts'

export const repromptSettings: readonly RunSetting[] = [
  trustRegion,
  switchOf('reprompt.includeFeedback', {
    id: 'include-feedback',
    label: 'Feedback for the teacher',
    sentence: 'Without it only a successful attempt of the group gives hindsight.',
  }),
  switchOf('reprompt.feedbackOnlyWithoutSolution', {
    id: 'feedback-without-solution',
    label: 'Feedback only without a solution',
    sentence: 'A successful attempt in the group makes feedback unnecessary.',
  }),
  switchOf('reprompt.dontRepromptOnSelfSuccess', {
    id: 'self-success',
    label: 'Not its own success',
    sentence: 'A successful attempt is never shown itself as the solution.',
  }),
  choiceOf('reprompt.templates', {
    id: 'templates',
    label: 'Reprompt wording',
    sentence: 'How the question, the solution and the feedback are put to the teacher.',
    options: [
      { value: 'lab', label: 'the lab' },
      { value: 'yaml', label: 'yaml' },
      { value: 'dataclass', label: 'dataclass' },
    ],
  }),
  rangeOf('reprompt.maxTokens', {
    id: 'reprompt-tokens',
    label: 'Longest reprompt',
    sentence: 'In tokens. What is too long loses its middle, never its closing line.',
    min: 32,
    max: 4096,
    step: 32,
  }),
  choiceOf('failingTest', {
    id: 'failing-test',
    label: 'Which failing test is told',
    sentence: 'One drawn by the seed, always the first, or as the reference does.',
    options: [
      { value: 'random', label: toldNames.random },
      { value: 'first', label: toldNames.first },
      { value: 'reference', label: toldNames.reference },
    ],
  }),
  rangeOf('window', {
    id: 'window',
    label: 'Multi-turn window',
    sentence: 'Pieces of feedback that a multi-turn prompt keeps.',
    min: 1,
    max: 32,
    step: 1,
  }),
]
