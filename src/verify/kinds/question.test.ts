import { describe, expect, it } from 'vitest'
import { questionRuleSchema, type Tells } from '../../problems/question-rule.ts'
import { parseProblem } from '../validate.ts'
import { createLocalJudge } from '../local.ts'
import { findAnswer } from '../question/find.ts'
import { tellingOf } from '../question/found.ts'

const told = (rule: unknown, response: string, tells: Tells = 'left') => {
  const found = findAnswer(response, questionRuleSchema.parse(rule))
  return found.right ? 'right' : tellingOf(found, tells)
}

describe('words', () => {
  const capital = {
    type: 'words',
    right: ['Frankfort'],
    options: ['Frankfort', 'Memphis', 'Toledo'],
    kind: 'a town',
    sentence: 'The capital of Kentucky is {options}.',
  }
  it.each([
    'Frankfort',
    'frankfort.',
    'The capital of Kentucky is Frankfort.',
    'Frankfort is the capital of Kentucky.',
    'The answer is **Frankfort**',
    'It is called Frankfort, which lies on a river.',
  ])('%s: right', (response) => expect(told(capital, response)).toBe('right'))

  it.each([
    ['Frankfort or Memphis', 'The capital of Kentucky is Frankfort or Toledo.'],
    ['It is Memphis, not Frankfort.', 'The capital of Kentucky is Frankfort or Toledo.'],
    [
      'The capital of Kentucky is Louisville, near the old town of Frankfort.',
      'The capital of Kentucky is Frankfort, Memphis or Toledo.',
    ],
    ['Not Frankfort.', 'The capital of Kentucky is Frankfort, Memphis or Toledo.'],
    ['Frankfurt', 'The capital of Kentucky is Frankfort, Memphis or Toledo.'],
    ['', 'The capital of Kentucky is Frankfort, Memphis or Toledo.'],
  ])('%s: %s', (response, words) => expect(told(capital, response)).toBe(words))

  it('are told as much as the switch says', () => {
    expect(told(capital, 'Louisville', 'nothing')).toBe('')
    expect(told(capital, 'Louisville', 'wrong')).toBe('This is wrong.')
    expect(told(capital, 'Louisville', 'hint')).toBe('This is wrong. It is a town.')
    const vixen = { type: 'words', right: ['vixen'] }
    expect(told(vixen, 'A female fox is called a vixen.')).toBe('right')
    expect(told(vixen, 'A she-fox')).toBe('It is not she-fox.')
    expect(told(vixen, 'I do not know what people call her')).toBe(
      'This is wrong. It is one word of 5 letters.',
    )
  })
})

describe('words without options', () => {
  const capital = {
    type: 'words',
    right: ['Sacramento'],
    sentence: 'The capital of California is {options}.',
  }
  it.each([
    ['The capital of California is Los Angeles.', 'The capital of California is not Los Angeles.'],
    [
      "California's capital is **San Francisco**, on the coast.",
      'The capital of California is not San Francisco.',
    ],
    ['Los Angeles', 'The capital of California is not Los Angeles.'],
    [
      'California is a state in the West of the United States.',
      'This is wrong. It is one word of 10 letters.',
    ],
    ['The capital of California is Sacramento, a city in the valley.', 'right'],
    ['Sacramento, California', 'right'],
    ['Sacramento, I think.', 'right'],
    ['Sacramento, Fresno', 'This is wrong. It is one word of 10 letters.'],
    ['Fresno, Sacramento, Oakland', 'This is wrong. It is one word of 10 letters.'],
    [
      'The capital of California is Sacramento, Fresno, Oakland.',
      'This is wrong. It is one word of 10 letters.',
    ],
    ['The capital of California is Sacramento or Fresno.', 'This is wrong. It is one word of 10 letters.'],
    ['I do not know.', 'This is wrong. It is one word of 10 letters.'],
    ['It is not Sacramento.', 'This is wrong. It is one word of 10 letters.'],
    ['', 'This is wrong. It is one word of 10 letters.'],
    ['Sacramento', 'right'],
  ])('are told that what was said is not it: %s', (response, words) =>
    expect(told(capital, response)).toBe(words),
  )

  it('by the whole name, though some of it stands in the question', () => {
    const albany = {
      type: 'words',
      right: ['Albany'],
      sentence: 'The capital of New York State is {options}.',
    }
    expect(told(albany, 'The capital of New York State is New York City.')).toBe(
      'The capital of New York State is not New York City.',
    )
    expect(told(albany, "New York State's capital is New York City.")).toBe(
      'The capital of New York State is not New York City.',
    )
  })

  it.each(['Guinea-Bissau', 'C++ (2)', 'and/or', 'U.S.', '[x] {y} $1 | ^'])(
    'of any characters: %s',
    (word) => {
      const rule = { type: 'words', right: [word], sentence: 'It is {options}.' }
      expect(told(rule, word)).toBe('right')
      expect(told(rule, 'Something, else')).not.toBe('right')
      expect(told({ ...rule, right: ['yes'] }, `yes, ${word}`)).not.toBe('')
    },
  )

  it('and what kind of thing it is, where that is given', () => {
    expect(told({ ...capital, kind: 'a town' }, 'Los Angeles')).toBe(
      'The capital of California is not Los Angeles. It is a town.',
    )
  })
})

describe('numbers', () => {
  const light = { type: 'number', value: 300_000, tolerance: 0.01, unit: 'km/s', options: [3000, 300_000] }
  it.each([
    ['299,792 km/s', 'right'],
    ['3e8 m/s', 'right'],
    ['3000 km/s', '3000 km/s is too low, about 100 times. It is 300000 km/s.'],
    ['500000', '500000 is too high. It is 3000 km/s or 300000 km/s.'],
    [
      '300000 kg',
      '300000 kg has another unit. The answer is a number in km/s. It is 3000 km/s or 300000 km/s.',
    ],
    ['fast', 'No number was found. The answer is a number in km/s. It is 3000 km/s or 300000 km/s.'],
  ])('%s: %s', (response, words) => expect(told(light, response)).toBe(words))
})

describe('forms', () => {
  it.each([
    ['snake_case', 'first_name', 'firstName'],
    ['kebab-case', 'first-name', 'first_name'],
    ['camelCase', 'firstName', 'first_name'],
    ['PascalCase', 'FirstName', 'firstName'],
    ['iso-date', '2024-02-29', '29.2.2024'],
    ['iso-time', '17:05', '5:05 pm'],
    ['one-word', 'Paris', 'It is Paris'],
    ['capitals', 'NO', 'No'],
    ['small-letters', 'no', 'No'],
    ['digits', '42', '42 km'],
  ])('%s: %s and not %s', (form, right, wrong) => {
    expect(told({ type: 'form', form }, `\`${right}\``)).toBe('right')
    expect(told({ type: 'form', form }, wrong)).toMatch(/^The answer must be .+ For example: /)
    expect(told({ type: 'form', form, right: ['other'] }, right)).toMatch(/^The form is right/)
  })
})

describe('fields', () => {
  const room = {
    type: 'fields',
    fields: [
      { name: 'room', is: 'text', oneOf: ['A', 'B'] },
      { name: 'seats', is: 'number' },
    ],
  }
  it.each([
    ['Here: {"room": "A", "seats": 4}', 'right'],
    ['{"room": "C", "seats": 4}', 'room must be A or B.'],
    ['{"room": "A", "seats": "4"}', 'seats must be a number without quotes, not "4".'],
    ['{"room": "A"}', 'Missing: seats.'],
    ['{"place": "A", "seats": 4}', 'There is no field place. Did you mean room?'],
    ['room A', 'The answer must be one JSON object, like {"name": "value"}. Its fields are room and seats.'],
    ['{"room": "A", "__proto__": 1, "seats": 4}', 'There is no field __proto__.'],
  ])('%s: %s', (response, words) => expect(told(room, response)).toBe(words))
})

it('a question whose options do not hold the right one once cannot be judged', () => {
  const problem = (options: string[]) => ({
    id: 'x',
    title: 'x',
    statement: 'What?',
    program: { kind: 'question', rule: { type: 'words', right: ['a vixen'], options } },
  })
  expect(() => parseProblem(problem(['a mare', 'a hen']))).toThrow('None of the options is right')
  expect(() => parseProblem(problem(['vixen', 'a vixen']))).toThrow('More than one option')
  expect(() => parseProblem(problem(['a mare', 'vixen']))).not.toThrow()
})

it('is read in time linear in the response', () => {
  const long = 'a '.repeat(50_000)
  const before = performance.now()
  told({ type: 'words', right: ['Frankfort'], options: ['Frankfort', 'b'] }, long)
  told({ type: 'fields', fields: [{ name: 'a', is: 'text' }] }, `{${long}`)
  told({ type: 'number', value: 1 }, long)
  expect(performance.now() - before).toBeLessThan(2000)
})

it('the judge gives the reward and the words', async () => {
  const judge = createLocalJudge()
  const problem = parseProblem({
    id: 'fox',
    title: 'A female fox',
    statement: 'What is a female fox called?',
    program: {
      kind: 'question',
      rule: { type: 'words', right: ['a vixen'], options: ['a vixen', 'a mare', 'a hen'] },
    },
    solution: 'A female fox is called a vixen.',
  })
  const { verdict } = await judge.judge(problem, 'A female fox is called a hen.')
  expect(verdict).toMatchObject({ reward: 0, status: 'wrong-answer', feedback: 'It is a vixen or a mare.' })
  expect((await judge.judge(problem, problem.solution!)).verdict.reward).toBe(1)
  judge.dispose()
})
