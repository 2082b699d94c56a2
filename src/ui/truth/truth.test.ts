/**
 * Nothing that stands beside a picture is untrue of it: in any run (the bundled ones and drawn ones), at any moment,
 * of any attempt and token, under any rule of credit and any switch, with any words put in the judge's mouth and
 * anything that the teacher might make of them. Each sentence must be one of the listed templates, whose claims are
 * derived again from the numbers; and sentences that were untrue once are found when they are planted.
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LabState } from '../../lab/state/store.ts'
import { barTemplates } from './bar-templates.testing.ts'
import { corners } from './corners.testing.ts'
import { at, draws, openBundled, plain, stateOf } from './draws.testing.ts'
import { guessTemplates } from './guess-templates.testing.ts'
import { headlineTemplates } from './headline-templates.testing.ts'
import { lateLessons } from './late-lesson-templates.testing.ts'
import { earlyLessons } from './lesson-templates.testing.ts'
import { numbersOf } from './numbers.testing.ts'
import { oddsTemplates } from './odds-templates.testing.ts'
import { pictureTemplates } from './picture-templates.testing.ts'
import { saidBeside, type Where } from './said.testing.ts'
import { updateTemplates } from './update-templates.testing.ts'
import { whatIfTemplates } from './what-if-templates.testing.ts'
import { wrongWith, type Template } from './template.testing.ts'

/** Every sentence that can stand beside a picture. */
const templates: readonly Template[] = [
  ...headlineTemplates,
  ...barTemplates,
  ...oddsTemplates,
  ...pictureTemplates,
  ...guessTemplates,
  ...whatIfTemplates,
  ...updateTemplates,
  ...earlyLessons,
  ...lateLessons,
]

beforeAll(openBundled)

const faults = (state: LabState): string[] => {
  const numbers = numbersOf(state)
  return saidBeside(state).flatMap((said) => wrongWith(templates, numbers, said) ?? [])
}

describe('beside any picture', () => {
  it('every sentence is a listed one and holds', () => {
    fc.assert(
      fc.property(draws, (draw) => {
        expect(faults(stateOf(draw))).toEqual([])
      }),
      { numRuns: Number(process.env.TRUTH_RUNS ?? 250) },
    )
  }, 60_000)
})

describe('what was untrue once is found when it is planted', () => {
  const planted: readonly [string, () => LabState, Where, string][] = [
    [
      'would write, of a token that is not the first choice',
      () => at('first', 3, 'score', 24),
      'headline',
      'Told what went wrong, the same model doubts its \u27e6%3===\u27e7 (22\u202f% \u2192 15\u202f%) and would write \u27e6%3!==\u27e7.',
    ],
    ['every attempt, where one failed', () => stateOf(plain), 'status', 'All of the last 32 attempts passed'],
    [
      'what was hidden, as if it had been read',
      () => at('first', 1, 'score', 8, { feedback: false, answer: 'done' }),
      'lesson',
      'At \u27e6*\u27e7 the student says 69\u202f%; the same model with hindsight, < 0.1\u202f%',
    ],
    [
      'the judge\u2019s words, where they were rewritten',
      () => at('first', 1, 'score', 8, { words: 'edited', answer: 'done' }),
      'headline',
      'Told that it gave \u27e6[0,16]\u27e7 and not \u27e6[11,3]\u27e7, the same model takes back its \u27e6*\u27e7 (69\u202f% \u2192 < 0.1\u202f%) and would write \u27e6+\u27e7.',
    ],
    [
      'the feedback, where the teacher was shown a solution',
      () => at('smollm2', 1, 'score', 3),
      'slide',
      'the feedback, read in hindsight',
    ],
    [
      'nobody told it, where it was told the solution',
      () => at('smollm2', 1, 'score', 3),
      'lesson',
      'Nobody told it which token was wrong. Its doubt falls on \u27e6symbol\u27e7 because of what it was told: 63\u202f% before, < 0.1\u202f% with hindsight.',
    ],
    [
      'a passed attempt that teaches nothing',
      () => at('first', 8, 'score', 62),
      'strip',
      'no feedback and no solution: this attempt teaches nothing',
    ],
    [
      'a hit, of a guess beside it',
      () => at('first', 1, 'score', 8, { guesses: [0] }),
      'guess',
      'You blamed \u27e6*\u27e7, and so does hindsight, most of all: \u22128.09.',
    ],
    [
      'another reading\u2019s number, of what it read itself',
      () => at('first', 1, 'score', 8, { whatIf: 'nothing', whatIfAs: 'recorded' }),
      'what-if',
      'With nothing more to read: \u22128.09; either way it would write \u27e6+\u27e7 there.',
    ],
    ['no of eight', () => at('first', 1, 'judge', 8), 'headline', 'No of eight passed; this one failed.'],
    [
      'moved, of a token that stays',
      () => at('first', 9, 'update', 65),
      'headline',
      'One update later the student has moved: \u27e6xs\u27e7 stays at 100\u202f%.',
    ],
    [
      'least sure, of a token that was likelier',
      () => at('first', 1, 'sample', 8),
      'odds',
      'It was least sure of \u27e6*\u27e7: 69\u202f%.',
    ],
    [
      'a weak teacher, over the strongest doubt',
      () => at('first', 1, 'score', 8),
      'lesson',
      'A small model is a weak teacher',
    ],
    [
      'flat zero, beside bars of another rule',
      () => at('first', 1, 'score', 8),
      'lesson',
      'All eight attempts failed, so GRPO scores every token zero.x',
    ],
    [
      'with hindsight, where nothing more was read',
      () => at('first', 1, 'score', 8, { feedback: false }),
      'reader',
      'with hindsight',
    ],
  ]
  it.each(planted)('%s', (_, state, where, text) => {
    const beside = state()
    expect(faults(beside)).toEqual([])
    expect(wrongWith(templates, numbersOf(beside), { where, text })).not.toBeNull()
  })
})

describe('the list of sentences', () => {
  it('has none that no picture says', () => {
    const seen = new Set<Template>()
    const look = (state: LabState) => {
      for (const { where, text } of saidBeside(state))
        for (const t of templates) if (t.where === where && t.pattern.test(text)) seen.add(t)
    }
    for (const state of corners()) look(state)
    for (const draw of fc.sample(draws, { numRuns: 500, seed: 7 })) look(stateOf(draw))
    expect(templates.filter((t) => !seen.has(t)).map((t) => `${t.where}: ${t.reads}`)).toEqual([])
  }, 60_000)
})
