/** Lesson 1: one number for a whole attempt. */
import { capital, inWords, signed } from '../../../lab/text/format.ts'
import { filled, groupWords, grpo, type Facts } from '../facts.ts'
import type { Body, Lesson } from '../lesson.ts'
import type { Sentence } from '../page.ts'

export const flatReward: Lesson = {
  title: 'One flat reward',
  formula: 'flat',
  body,
  scenery: () => ({ mode: 'grpo' }),
  tryIt: [
    { say: 'Make attempts live', effect: { kind: 'live' } },
    ' and see how long GRPO has nothing to say.',
  ],
}

function body(facts: Facts): Body {
  const { step, attempt } = facts
  const n = step?.attempts.length ?? 0
  if (!step || !attempt || n === 0 || step.judged < n)
    return {
      headline: ['One number for a whole attempt says whether, never where'],
      sentences: [
        ['A judge gives each attempt one number: 1 if it passes every test, else 0.'],
        ['That number says whether an attempt was good. It never says where.'],
      ],
    }
  const compares: Sentence = [
    'GRPO (Group Relative Policy Optimization) compares the reward of each attempt with the mean of its group.',
  ]
  if (step.passed === 0)
    return {
      headline: [`${capital(groupWords(n))} failed: one reward of zero, on every token`],
      sentences: [
        compares,
        [
          ...filled(
            n === 1 ? 'The attempt failed, so {1}.' : 'All {0} attempts failed, so {1}.',
            inWords(n),
            grpo('GRPO scores every token zero'),
          ),
          ...beside(facts),
        ],
        [
          `The reward says that attempt ${attempt.attempt} failed, never where: it has ${attempt.tokens.length} tokens, and nothing tells one from another.`,
        ],
        [
          'Until some attempt passes, GRPO has nothing to learn from. On a hard problem that can take forever.',
        ],
      ],
    }
  if (step.passed === n)
    return {
      headline: [`${capital(groupWords(n))} passed: nothing stands out, so GRPO learns nothing`],
      sentences: [
        compares,
        [
          ...filled(
            n === 1
              ? 'The attempt passed, so {1} again: nothing stands out from the group.'
              : 'All {0} attempts passed, so {1} again: nothing stands out from the group.',
            inWords(n),
            grpo('GRPO scores every token zero'),
          ),
          ...beside(facts),
        ],
      ],
    }
  const passed = step.attempts.find((a) => a.passed)
  const failed = step.attempts.find((a) => a.passed === false)
  const one = step.passed === 1
  return {
    headline: [
      one
        ? `One of ${inWords(n)} passed: one number for every token of an attempt`
        : `${capital(inWords(step.passed))} of ${inWords(n)} passed: one number for every token of an attempt`,
    ],
    sentences: [
      compares,
      [
        one
          ? `One of ${inWords(n)} attempts passed, so `
          : `${capital(inWords(step.passed))} of ${inWords(n)} attempts passed, so `,
        grpo('GRPO'),
        passed?.advantage != null && failed?.advantage != null
          ? ` gives every token of a passed attempt ${signed(passed.advantage)} and every token of a failed one ${signed(failed.advantage)}.`
          : ' gives every token of an attempt its reward minus the group\u2019s mean.',
        ...beside(facts),
      ],
      [
        `All ${attempt.tokens.length} tokens of attempt ${attempt.attempt} share one number, whether they helped or not.`,
      ],
    ],
  }
}

/** Where the strip shows another rule's numbers, that is said. */
function beside({ mode, reading, attempt }: Facts): Sentence {
  if (mode === 'grpo' || !reading?.positions || attempt?.reprompt?.mask !== 1) return []
  return [
    mode === 'sdpo'
      ? ' The bars in the picture are SDPO\u2019s: the next page tells of them.'
      : ' The bars in the picture mix it with SDPO\u2019s: the next page tells of them.',
  ]
}
