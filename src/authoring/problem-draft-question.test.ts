import { expect, it } from 'vitest'
import { emptyAnswer } from './problem-draft-answer.ts'
import { begunFrom, emptyQuestion } from './problem-draft-question.ts'

it('begins a question from the final answer that was there', () => {
  expect(begunFrom(emptyQuestion, { ...emptyAnswer, accepted: 'Vistula\nWis\u0142a' })).toEqual({
    ...emptyQuestion,
    right: 'Vistula\nWis\u0142a',
  })
  const choice = { ...emptyAnswer, type: 'choice', options: 'A. oxygen\nB. helium', right: 'B' } as const
  expect(begunFrom(emptyQuestion, choice)).toEqual({
    ...emptyQuestion,
    right: 'helium',
    options: 'oxygen\nhelium',
  })
  const number = { ...emptyAnswer, type: 'number', value: '9.81 m/s^2', tolerance: '1 %' } as const
  expect(begunFrom(emptyQuestion, number)).toEqual({
    ...emptyQuestion,
    type: 'number',
    value: '9.81',
    unit: 'm/s^2',
    tolerance: '1 %',
  })
})

it('leaves what is filled in', () => {
  const filled = { ...emptyQuestion, right: 'Oder' }
  expect(begunFrom(filled, { ...emptyAnswer, accepted: 'Vistula' })).toBe(filled)
})
