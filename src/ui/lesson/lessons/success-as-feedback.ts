/** Lesson 5: an attempt that passed is hindsight for the others. */
import type { RunView } from '../../../lab/run/view.ts'
import { attemptsOf, type Facts } from '../facts.ts'
import type { Body, Lesson } from '../lesson.ts'
import type { Scenery } from '../page.ts'

export const successAsFeedback: Lesson = {
  title: 'Success as feedback',
  formula: 'success',
  body,
  scenery,
  tryIt: [
    {
      say: 'Run live past the first pass',
      effect: { kind: 'live', set: { setting: 'stop', value: 'mastered' } },
    },
    ' and watch one success spread.',
  ],
}

function body({ whole, view }: Facts): Body {
  const first = whole.firstPass
  if (first === null) {
    const judged = view.steps.reduce((sum, s) => sum + s.judged, 0)
    return {
      headline: ['The first attempt that passes becomes hindsight for all others'],
      sentences: [
        [
          judged === 0
            ? 'No attempt has been judged yet.'
            : judged === 1
              ? 'The one attempt judged so far has not passed.'
              : `None of the ${judged} attempts judged so far has passed.`,
        ],
        [
          'The first that does becomes hindsight for the others: the teacher is shown its text as a solution.',
        ],
        [
          'Before that, a failure that is explained is all there is to learn from, and it is enough to begin.',
        ],
      ],
    }
  }
  const at = attemptsOf(whole).find((a) => a.attempt === first)!
  const shown = shownSolution(whole)
  const after = first === 1 ? '' : `, after ${first - 1} that did not`
  return {
    headline: shown
      ? [
          `Attempt ${shown.reprompt!.solutionFrom} passed: attempt ${shown.attempt} is re-read with it in view`,
        ]
      : [`Attempt ${first} passes${after}`],
    sentences: [
      [
        { say: `Attempt ${first}`, effect: { kind: 'attempt', attempt: first, step: at.step } },
        first === 1 ? ' passed at once.' : ` is the first to pass every test${after}.`,
      ],
      [
        'A passed attempt is hindsight too: from now on the teacher of the others can be shown its text as a solution.',
      ],
      shown
        ? [
            'So it was with ',
            {
              say: `attempt ${shown.attempt}`,
              effect: { kind: 'attempt', attempt: shown.attempt, step: shown.step },
            },
            `, re-read with attempt ${shown.reprompt!.solutionFrom} in view.`,
          ]
        : whole.finished === 'solved'
          ? [
              'This run stops at its first pass. Choose another stop in the settings to see what success teaches.',
            ]
          : ['No attempt of this run has been shown it yet.'],
    ],
  }
}

/** The first attempt whose teacher was shown a solution, one that failed before any other. */
function shownSolution(whole: RunView) {
  const shown = attemptsOf(whole).filter((a) => a.reprompt?.solutionFrom != null)
  return shown.find((a) => a.passed === false) ?? shown[0] ?? null
}

function scenery({ whole }: Facts): Partial<Scenery> {
  const look = shownSolution(whole) ?? attemptsOf(whole).find((a) => a.attempt === whole.firstPass)
  return look ? { look: { step: look.step, attempt: look.attempt } } : {}
}
