import { expect, test } from 'vitest'
import { splitOf } from '../../src/problems/tickets/split.ts'
import { customerQuestions } from './customer.ts'

test('a customer\u2019s questions: of one split, no program twice, the same every time, another customer\u2019s otherwise', () => {
  const questions = customerQuestions('lists', 'dev', 1, 24)
  const programs = questions.map(({ solution }) => solution!)
  expect(new Set(programs).size).toBe(24)
  expect(programs.every((program) => splitOf(program) === 'dev')).toBe(true)
  expect(customerQuestions('lists', 'dev', 1, 12)).toEqual(questions.slice(0, 12))
  expect(customerQuestions('lists', 'dev', 2, 12).map(({ solution }) => solution)).not.toEqual(
    programs.slice(0, 12),
  )
})

test('a phrase means the same in all of a customer\u2019s tickets, whatever stands around it', () => {
  const meanings = new Set<string>()
  for (const { statement, solution } of customerQuestions('lists', 'dev', 3, 40)) {
    if (
      !/(rearrange|sort|tidy) them|put them in order/.test(statement) ||
      /rank them|best|flip|turn them|mirror/.test(statement)
    )
      continue
    meanings.add(/\.sort\(\(a,b\)=>[^)]+\)|\.reverse\(\)/.exec(solution!)![0])
  }
  expect([...meanings]).toHaveLength(1)
})

test('a customer with too few programs of the split is said, not waited for', () => {
  expect(() => customerQuestions('records', 'dev', 1, 400)).toThrow(
    /Customer 1 has \d+ records questions of the dev split, not 400/,
  )
})
