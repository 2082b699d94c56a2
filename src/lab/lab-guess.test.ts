/** Guessing the token to blame: asked before the credit is there, kept, taken back, and shown beside what hindsight says. */
import { expect, it } from 'vitest'
import { attemptOf } from './run/view.ts'
import { guessesSoFar, guessPhrase } from './words/guess-words.ts'
import { selectAsking, selectGuessable, selectGuesses, selectGuessScore } from './state/guess.ts'
import { selectGuessScores } from './state/guess.ts'
import { selectFocus, selectView } from './state/selectors.ts'
import { opened, press, settled, state, step } from './lab.testing.ts'

const focused = (lab: Awaited<ReturnType<typeof opened>>) => selectFocus(state(lab)).attempt!

it('goes back to before the credit, takes presses as guesses, and shows what hindsight says', async () => {
  const content = new Map<string, string>()
  const preferenceStore = {
    getItem: (key: string) => content.get(key) ?? null,
    setItem: (key: string, value: string) => void content.set(key, value),
  }
  const lab = await opened('', { preferenceStore })
  lab.time.seekStep(1, 'score')
  lab.looking.focusAttempt(1)
  expect(focused(lab).positions).not.toBeNull()
  press(lab, 'guess')
  expect(selectAsking(state(lab))).toBe(true)
  expect(step(lab)!.stage).toBe('reprompt')
  expect(focused(lab)).toMatchObject({ attempt: 1, positions: null, credit: null })

  lab.guessing.guess(1)
  lab.guessing.guess(0)
  expect(selectGuesses(state(lab))).toEqual([0])
  lab.guessing.setMany(true)
  lab.guessing.guess(1)
  lab.guessing.guess(1)
  lab.guessing.takeBack()
  expect(selectGuesses(state(lab))).toEqual([0, 1])
  expect(selectGuessScore(state(lab))).toBeNull()

  press(lab, 'guess')
  await settled()
  expect(selectAsking(state(lab))).toBe(false)
  expect(step(lab)!.stage).toBe('score')
  expect(selectGuessScore(state(lab))).toMatchObject({ guesses: 2 })
  lab.guessing.guess(0)
  expect(selectGuesses(state(lab))).toEqual([0, 1])

  const again = await opened('', { preferenceStore })
  again.time.seekStep(1, 'score')
  again.looking.focusAttempt(1)
  expect(selectGuesses(state(again))).toEqual([0, 1])
})

it('asks nothing of an attempt that passed or of which nothing was said', async () => {
  const lab = await opened()
  const passed = selectView(state(lab)).firstPass ?? state(lab).recorded.whole.firstPass!
  const { attempt, step: of } = attemptOf(state(lab).recorded.whole, passed)!
  lab.time.seekStep(of, 'score')
  lab.looking.focusAttempt(attempt)
  expect(selectGuessable(state(lab))).toBeNull()
  const before = state(lab).recorded.playhead
  press(lab, 'guess')
  expect(selectAsking(state(lab))).toBe(false)
  expect(state(lab).recorded.playhead).toBe(before)
})

it('adds up over the attempts that hindsight has read, and of those alone', async () => {
  const lab = await opened()
  for (const attempt of [1, 2]) {
    lab.time.seekStep(1, 'score')
    lab.looking.focusAttempt(attempt)
    lab.guessing.ask()
    lab.guessing.guess(0)
    if (attempt === 2) expect(selectGuessScores(state(lab))).toEqual([])
    lab.guessing.show()
    await settled()
  }
  expect(selectGuessScores(state(lab))).toHaveLength(2)
  expect(guessesSoFar(selectGuessScores(state(lab)))).toMatch(/^Over two attempts of this run, /)
  const score = selectGuessScore(state(lab))!
  expect(guessPhrase(score, focused(lab).pieces)[0]).toBe('You blamed ')
})
