/** The settings of a run as a whole: its method, its seed and when it ends. */
import { masteryWindow, plateauWindow } from '../../../sdpo/stop.ts'
import { choiceOf, rangeOf, type RunSetting } from '../run-setting.ts'
import { stopNames } from './option-names.ts'

export const wholeRunSettings: readonly RunSetting[] = [
  choiceOf('arm', {
    id: 'arm',
    label: 'Method',
    sentence:
      'How attempts become the next attempts. SRPO distils failures and reinforces the rest; RLSD is GRPO with each token scaled by hindsight, so that attempts of one reward teach it nothing.',
    takesEffect: 'new-run',
    options: [
      { value: 'sdpo', label: 'SDPO' },
      { value: 'grpo', label: 'GRPO' },
      { value: 'sdpo+grpo', label: 'SDPO + GRPO' },
      { value: 'srpo', label: 'SRPO' },
      { value: 'rlsd', label: 'RLSD' },
      { value: 'best-of-k', label: 'best-of-k' },
      { value: 'multi-turn', label: 'multi-turn' },
      { value: 'multi-turn+sdpo', label: 'multi-turn + SDPO' },
    ],
  }),
  rangeOf('seed', {
    id: 'seed',
    label: 'Seed',
    sentence: 'The same seed gives the same run on the same backend.',
    takesEffect: 'new-run',
    min: 0,
    max: 9999,
    step: 1,
  }),
  rangeOf('budget', {
    id: 'budget',
    label: 'Budget',
    sentence: 'Attempts in all before the run gives up.',
    min: 8,
    max: 2752,
    step: 8,
  }),
  choiceOf('stop', {
    id: 'stop',
    label: 'Stop',
    sentence: `When the run ends by itself. Mastered: half of the last ${masteryWindow} attempts pass. Plateau: none of the last ${plateauWindow} passed more of its tests than the best before.`,
    options: [
      { value: 'first-pass', label: 'first pass' },
      { value: 'budget', label: stopNames.budget },
      { value: 'mastered', label: stopNames.mastered },
      { value: 'plateau', label: stopNames.plateau },
    ],
  }),
]
