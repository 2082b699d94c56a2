/** Which option a response chooses: denied and eliminated ones, letters that are words, the last that is said, texts for labels. */
import { describe, expect, it } from 'vitest'
import type { AnswerRule } from '../../problems/problem.ts'
import { extractAnswer } from '../answer.ts'

const options = (texts: string, labels = 'ABCDEFGHIJ') =>
  texts.split('|').map((text, i) => ({ label: labels[i]!, text }))
const metals: AnswerRule = { type: 'choice', options: options('iron|gold|lead|zinc'), right: 'B' }
const ten: AnswerRule = {
  type: 'choice',
  options: options('one|two|three|four|five|six|seven|eight|nine|ten'),
  right: 'C',
}
const numbers: AnswerRule = { type: 'choice', options: options('1/2|3/4|5 m/s|2\\pi'), right: 'B' }
const digits: AnswerRule = {
  type: 'choice',
  options: options('Venus|Earth|Mercury|Mars', '1234'),
  right: '3',
}
const small: AnswerRule = {
  type: 'choice',
  options: options('vitamin A|vitamin C|neither of them|both of them', 'abcd'),
  right: 'b',
}
const chosen = (response: string, rule: AnswerRule) => extractAnswer(response, rule)?.text ?? null

describe('the option that is chosen', () => {
  it.each([
    ['B', 'B'],
    ['The answer is B, not A.', 'B'],
    ['The answer is not A but B.', 'B'],
    ['It is not A. It is B.', 'B'],
    ["It isn't A, C or D. So the answer must be B.", 'B'],
    ['A is wrong, C is wrong and D is wrong, so B is right.', 'B'],
    ['A, C and D are incorrect. B is correct.', 'B'],
    ['Eliminate A, then C, then D. That leaves B.', 'B'],
    ['We can rule out A and D. Between B and C, B is the best.', 'B'],
    ['None of A, C and D fits; the correct choice is therefore B.', 'B'],
    ['B. A simple comparison of densities shows it.', 'B'],
    ['I think A is tempting, but the correct answer is B.', 'B'],
    ['I first chose A. Wait, that is wrong. I choose B.', 'B'],
    ['Is it A? No. Is it C? No. It is B.', 'B'],
    ['The densest is gold.', 'B'],
    ['Gold.', 'B'],
    ['Not lead: the answer is gold', 'B'],
    ['gold (B)', 'B'],
    ['(b) gold', 'B'],
    ['Option B: gold', 'B'],
    ['**Answer:** (B)', 'B'],
    ['Therefore, the final answer is: $\\boxed{\\text{B}}$', 'B'],
    ['\\boxed{B. gold}', 'B'],
    ['\\boxed{\\text{gold}}', 'B'],
    ['My first guess was \\boxed{C}. On reflection, the correct answer is B.', 'B'],
    ['<answer>(B) gold</answer>', 'B'],
    ['{"answer": "B"}', 'B'],
    ["The best answer is 'B'.", 'B'],
    ['ANSWER: B', 'B'],
    ['#### B', 'B'],
    ['La respuesta correcta es B, porque el oro es denso.', 'B'],
    ['La bonne r\u00e9ponse est B.', 'B'],
    ['\u7b54\u6848\u662fB\u3002', 'B'],
    ['\u6240\u4ee5\u9009B', 'B'],
    ['A resposta \u00e9 B.', 'B'],
    ['E a resposta correta \u00e9 B.', 'B'],
    ['B, because gold is denser than lead.', 'B'],
    ['I would go with B over C.', 'B'],
    ['B > C > A > D, so the answer: B', 'B'],
  ])('%s', (response, label) => {
    expect(chosen(response, metals)).toBe(label)
  })
  it.each([
    ['The answer is C.', 'C'],
    ['The answer is (C). I hope it is correct.', 'C'],
    ["C, I'm sure.", 'C'],
    ['I believe C is what I would say.', 'C'],
    ['I is wrong. The answer is C', 'C'],
    ['The answer is I.', 'I'],
    ['(I)', 'I'],
  ])('%s of ten', (response, label) => {
    expect(chosen(response, ten)).toBe(label)
  })
  it.each([
    ['0.75', 'B'],
    ['\\boxed{\\frac{3}{4}}', 'B'],
    ['18 km/h', 'C'],
    ['2\u03c0', 'D'],
  ])('%s among numbers', (response, label) => {
    expect(chosen(response, numbers)).toBe(label)
  })
  it.each([
    ['3', '3'],
    ['(3)', '3'],
    ['The answer is 3.', '3'],
    ['3. Mercury', '3'],
    ['Mercury', '3'],
    ['Option 3', '3'],
    ['Of the 4 planets named, the answer is Mercury.', '3'],
  ])('%s by digits', (response, label) => {
    expect(chosen(response, digits)).toBe(label)
  })
  it.each([
    ['b', 'b'],
    ['The answer is b.', 'b'],
    ['b) vitamin C', 'b'],
    ['Vitamin C', 'b'],
    ['It is a vitamin; the answer is (b).', 'b'],
  ])('%s by small letters', (response, label) => {
    expect(chosen(response, small)).toBe(label)
  })
})

describe('no option, or another', () => {
  it.each([
    'The answer is not B.',
    "It isn't B.",
    'It cannot be B.',
    'B is wrong.',
    'B is not correct.',
    'I do not know whether it is A or B.',
    'It is either A or B.',
    'The answer is A or B.',
    'A. iron B. gold C. lead D. zinc',
    'A) iron\nB) gold\nC) lead\nD) zinc',
    'The options are A, B, C and D.',
    'Could it be B?',
    'Anything but B',
    'All except B.',
    'The answer is A. B is a common distractor.',
    'B can be ruled out.',
    'Eliminated: B',
    'I would choose A rather than B.',
    'I would choose A instead of B.',
    'Unlike B, the answer is C.',
    'gold is wrong',
  ])('%s', (response) => {
    expect(chosen(response, metals)).not.toBe('B')
  })
})
