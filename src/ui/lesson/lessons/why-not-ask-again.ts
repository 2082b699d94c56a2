/** Lesson 6: asking again draws from the same odds, an update changes them. */
import { attemptSummary } from '../../../lab/words/summary.ts'
import { inWords, percent, shareInWords } from '../../../lab/text/format.ts'
import { attemptsOf, filled, type Facts } from '../facts.ts'
import type { Body, Lesson } from '../lesson.ts'
import type { Sentence } from '../page.ts'

export const whyNotAskAgain: Lesson = {
  title: 'Why not just ask again?',
  formula: 'again',
  body,
  scenery: () => ({ look: 'after-the-update' }),
  tryIt: [
    { say: 'Race the arms', effect: { kind: 'panel', panel: 'race' } },
    ' on this problem: best-of-k is asking again.',
  ],
}

function body(facts: Facts): Body {
  const { whole, attempt, doubt, trust, bundled } = facts
  const judged = whole.steps.filter((s) => s.judged > 0)
  const [first, last] = [judged[0], judged.at(-1)]
  if (whole.config?.arm === 'best-of-k' && last) return neverUpdated(facts)
  const one = [doubt, trust].find((t) => t?.after != null) ?? null
  const sentences: Sentence[] = [
    ['Asking the same model again draws from the same odds. An update changes the odds.'],
  ]
  if (one && attempt)
    sentences.push([
      'At ',
      one.word,
      ` the student gave ${percent(one.student)}; `,
      { say: `after update ${attempt.step}`, effect: { kind: 'step', step: attempt.step } },
      ` it gives ${percent(one.after!)}.`,
    ])
  if (first && last && last.step > first.step)
    sentences.push(
      filled(
        'In {0}, {1} passed; in {2}, {3}.',
        { say: `update ${first.step}`, effect: { kind: 'step', step: first.step } },
        shareInWords(first.passed, first.attempts.length),
        { say: `update ${last.step}`, effect: { kind: 'step', step: last.step } },
        shareInWords(last.passed, last.attempts.length),
      ),
    )
  if (bundled === 'first')
    sentences.push([
      'See ',
      { say: 'the same model only asked again', effect: { kind: 'recording', name: 'again' } },
      ', with the same seed.',
    ])
  sentences.push([
    'Asking again with the feedback in the question (multi-turn) can do as well or better, as long as it fits the window: ',
    { say: 'the results', effect: { kind: 'panel', panel: 'results' } },
    ' have both. An update keeps it in the weights.',
  ])
  return {
    headline:
      one && attempt
        ? [
            'One update moves ',
            { code: one.name, tone: one.credit < 0 ? 'student' : 'teacher' },
            ` from ${percent(one.student)} to ${percent(one.after!)}`,
          ]
        : ['Asking again draws from the same odds; an update changes them'],
    sentences,
  }
}

function neverUpdated({ whole }: Facts): Body {
  const attempts = attemptsOf(whole)
  const different = new Set(attempts.map((a) => a.text)).size
  const passed =
    whole.passed === 0 ? 'none passed' : whole.passed === 1 ? 'one passed' : `${inWords(whole.passed)} passed`
  const told = attempts.some((a) => attemptSummary(a) !== '')
  return {
    headline: [`${attempts.length} attempts from the same odds: ${passed}, ${different} were different`],
    sentences: [
      [
        `Here the same model was asked ${attempts.length} times and never updated: every draw is from the odds of the first.`,
      ],
      [`${different} of the ${attempts.length} attempts were different, and ${passed}.`],
      [
        told
          ? 'Each time the judge said what went wrong, and nothing of that reached the model. '
          : 'Nothing of what was judged reached the model. ',
        { say: 'With updates', effect: { kind: 'recording', name: 'first' } },
        ' the odds change.',
      ],
    ],
  }
}
