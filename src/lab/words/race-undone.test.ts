/** What a race says of updates that ruined a student's weights. */
import { expect, it } from 'vitest'
import type { RaceView } from '../race/race.ts'
import { undoneSentence } from './race-words.ts'

/** Of a race, the part that is read. */
const lanes = (...of: { arm: 'sdpo' | 'best-of-k'; undone?: number }[]) =>
  ({ lanes: of }) as unknown as RaceView

it.each([
  [undefined, ''],
  [1, '1 update was undone: after it the student\u2019s numbers were not finite. Lower the learning rate.'],
  [
    2,
    '2 updates were undone: after them the student\u2019s numbers were not finite. Lower the learning rate.',
  ],
])('%s of the arms that are shown', (undone, words) => {
  const view = lanes({ arm: 'sdpo', ...(undone !== undefined && { undone }) }, { arm: 'best-of-k' })
  expect(undoneSentence(view, ['sdpo', 'best-of-k'])).toBe(words)
  expect(undoneSentence(view, ['best-of-k'])).toBe('')
})
