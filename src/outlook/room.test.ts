import { expect, it } from 'vitest'
import { usualTokens } from './known.ts'
import { attemptLength } from './room.ts'

const room = 200

it('an attempt has room for the known answer and a third more, and for what one of its kind takes', () => {
  expect(attemptLength({ answerTokens: 35, usual: 0 }, room, 24)).toBe(48)
  expect(attemptLength({ answerTokens: 35, usual: 96 }, room, 24)).toBe(96)
  expect(attemptLength({ answerTokens: 90, usual: 96 }, room, 24)).toBe(120)
  expect(attemptLength({ answerTokens: null, usual: 96 }, room, 24)).toBe(96)
})

it('is never shorter than the settings have it, nor longer than the model has room', () => {
  expect(attemptLength({ answerTokens: 4, usual: 16 }, room, 24)).toBe(24)
  expect(attemptLength({ answerTokens: 4, usual: 128 }, 100, 24)).toBe(100)
  expect(attemptLength({ answerTokens: 160, usual: 16 }, room, 24)).toBe(200)
  expect(attemptLength({ answerTokens: 300, usual: 128 }, room, 24)).toBe(24)
})

it('a number is reckoned with, a word is not', () => {
  const answer = (rule: object) =>
    ({ program: { kind: 'answer', answer: rule } }) as unknown as Parameters<typeof usualTokens>[0]
  expect(usualTokens(answer({ type: 'number', value: 1 }))).toBeGreaterThan(100)
  expect(usualTokens(answer({ type: 'exact', accepted: ['a'] }))).toBeLessThan(24)
})
