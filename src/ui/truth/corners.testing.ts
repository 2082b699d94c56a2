/** States that are seldom drawn, each of which some sentence is about. */
import { whatIfKinds } from '../../lab/reading/what-if.ts'
import type { LabState } from '../../lab/state/store.ts'
import { at, bundled, plain, stateOf, type Drawn } from './draws.testing.ts'

/** What is seldom drawn: a moment at which something is not known yet, differences of weights alone, and a level's own. */
export function corners(): LabState[] {
  const { stops, log, whole } = bundled.get('first')!
  const known = stops.find(({ stage }) => stage === 'score')!.at
  const attempt = whole.steps[2]!.attempts[0]!.attempt
  const words = { feedback: false, solution: false, answer: 'done', shifts: [1, -1] } as const
  const modes = ['sdpo', 'mix', 'grpo'] as const
  const alone: Drawn = {
    seed: 1,
    steps: 2,
    attempts: 1,
    passes: 1,
    masked: true,
    teacher: { kind: 'ema', rate: 1 },
    skips: false,
    ends: 'as it does',
    choice: false,
    tokens: null,
  }
  return [
    ...[0, 0.3, 1].map((share) => stateOf({ ...plain, run: alone, moment: { of: 'events', share } })),
    stateOf({ ...plain, run: { ...alone, choice: true }, moment: { of: 'events', share: 1 } }),
    stateOf({ ...plain, run: { ...alone, passes: null }, moment: { of: 'events', share: 0.15 } }),
    // It passed, and stands alone.
    stateOf({ ...plain, run: alone, moment: { of: 'acts', share: 0.2 } }),
    // Nobody re-reads it, once it is judged or learned from.
    ...(['grpo', 'best-of-k', 'multi-turn'] as const).flatMap((arm) =>
      [0.2, 1].map((share) =>
        stateOf({ ...plain, run: { ...alone, arm, passes: null }, moment: { of: 'acts', share } }),
      ),
    ),
    // Its own reading moves nothing, another would.
    stateOf({
      ...plain,
      run: { ...alone, steps: 4, passes: null },
      moment: { of: 'credits', share: 1 },
      whatIf: 'wrong',
      whatIfAs: 'shifted',
      shifts: [1, -1],
    }),
    ...modes.map((mode) =>
      stateOf({
        ...plain,
        run: { name: 'first' },
        mode,
        moment: { of: 'events', share: (known - 1) / log.length },
      }),
    ),
    ...stops.slice(0, 40).flatMap(({ step, stage }) => {
      const row = whole.steps[step - 1]!.attempts.at(-1)!.attempt
      return modes.map((mode) => at('first', step, stage, row, { mode }))
    }),
    ...[1, 3].map((step) => at('first', step, 'score', step === 1 ? 1 : attempt, words)),
    // Each token of an attempt guessed once, and a class that follows another.
    ...whole.steps[0]!.attempts[7]!.tokens.map((_, token) =>
      at('first', 1, 'score', 8, { guesses: [token] }),
    ),
    at('first', 1, 'score', 8, { guesses: [1, 1, 2] }),
    ...whatIfKinds.flatMap((whatIf) =>
      (['recorded', 'shifted', 'alike'] as const).map((whatIfAs) =>
        at('first', 1, 'score', 8, { whatIf, whatIfAs, shifts: [0.2, -3, 1] }),
      ),
    ),
    at('first', 3, 'score', attempt, { answer: 'done', words: 'edited', shifts: [0.5], guesses: [0] }),
    at('first', 3, 'score', attempt, { answer: 'done', words: 'edited', shifts: [0.5], guesses: [0, 0] }),
    at('first', 3, 'score', attempt, { answer: 'done', level: 'sequence', shifts: [0, 0.02, -0.02] }),
    at('first', 3, 'score', attempt, {
      answer: 'done',
      level: 'sequence',
      words: 'edited',
      shifts: [0.01, -0.01],
    }),
  ]
}
