/** Texts as people write them offhand: what is read out of them, and what of them is not taken for an answer. */
import { describe, expect, it } from 'vitest'
import { readDraft } from '../read-draft.ts'
import { readPasted } from './read.ts'

/** What is asked and what is right, in short, of a text that is saved at once; null where it asks what would be right. */
function read(text: string): { asks: string; right: unknown } | null {
  const { problem } = readDraft(readPasted(text).draft, 'x')
  if (!problem) return null
  const { statement, program, tests } = problem
  switch (program.kind) {
    case 'answer': {
      const { answer } = program
      const right =
        answer.type === 'exact'
          ? answer.accepted.join(' | ')
          : answer.type === 'number'
            ? `${answer.value}${answer.unit === undefined ? '' : ` ${answer.unit}`}`
            : answer.type === 'choice'
              ? `${answer.right} of ${answer.options.length}`
              : answer.pattern
      return { asks: statement, right }
    }
    case 'question':
      return { asks: statement, right: program.rule }
    default:
      return { asks: statement, right: tests }
  }
}

describe('an answer that stands offhand', () => {
  it.each([
    ['What year did the Berlin Wall fall?\n1989', 'What year did the Berlin Wall fall?', '1989'],
    [
      'Translate "good morning" into French. Answer: bonjour',
      'Translate "good morning" into French.',
      'bonjour',
    ],
    ['Is 91 prime? Answer: no\nExplanation: 91 = 7 * 13', 'Is 91 prime?', 'no'],
    ['What is 2 + 3?\nAnswer: 5\nReason: two and three', 'What is 2 + 3?', '5'],
    ['Compute 12% of 250. The answer is 30.', 'Compute 12% of 250.', '30'],
    ['Solve for x: 3x + 7 = 22\nx = 5', 'Solve for x: 3x + 7 = 22', '5'],
    ['How many are left? (a number) -> 2', 'How many are left? (a number)', '2'],
    ['What is the formula of water? H2O', 'What is the formula of water?', 'H2O'],
    ['Wie viele Beine hat eine Ameise? 6', 'Wie viele Beine hat eine Ameise?', '6'],
    ['True or false: the Moon is a star. (False)', 'True or false: the Moon is a star.', 'False'],
    ['True or false: the Moon is a star. False', 'True or false: the Moon is a star.', 'False'],
    ['Name a primary colour in French. Expected: rouge', 'Name a primary colour in French.', 'rouge'],
    ['The opposite of hot is ____. (cold)', 'The opposite of hot is ____.', 'cold'],
    ['Convert to binary: 13\nExpected: 1101', 'Convert to binary: 13', '1101'],
    [
      'Count the lines of all files. Expected output is:\nwc -l *',
      'Count the lines of all files.',
      'wc -l *',
    ],
    ['<question>What is 7*8?</question>\n<answer>56</answer>', 'What is 7*8?', '56'],
    ['user: the symbol of gold\nassistant: Au', 'the symbol of gold', 'Au'],
    ['Unscramble: OCATIPNU\n\nOCCUPATION', 'Unscramble: OCATIPNU', 'OCCUPATION'],
    ['17 * 23 = 391', '17 * 23 =', '391'],
    ['"question": "How many?",\n"answer": "so 2\\n#### 2"', 'How many?', '2'],
  ])('%s', (text, asks, right) => {
    expect(read(text)).toEqual({ asks, right })
  })

  it.each([
    ['1. Capital of Peru? Lima\n2. Capital of Chile? Santiago', 'Capital of Peru?', 'Lima'],
    ['question\tanswer\nCapital of Peru?\tLima\nCapital of Chile?\tSantiago', 'Capital of Peru?', 'Lima'],
    ['Question,Answer\n"Peru, its capital?",Lima\n', 'Peru, its capital?', 'Lima'],
  ])('of several questions the first: %s', (text, asks, right) => {
    expect(read(text)).toEqual({ asks, right })
  })

  it.each([
    ['- shark\n- dolphin *\n- trout', 'A. shark\nB. dolphin\nC. trout'],
    ['- [ ] shark\n- [x] dolphin\n- [ ] trout', 'A. shark\nB. dolphin\nC. trout'],
    ['- shark\n- dolphin\n- trout\nAnswer: dolphin', 'A. shark\nB. dolphin\nC. trout'],
    ['A) shark\nB) dolphin (correct)\nC) trout', 'A. shark\nB. dolphin\nC. trout'],
    ['A) shark  B) dolphin \u2713  C) trout', 'A. shark  B. dolphin  C. trout'],
  ])('among choices, which the question shows by letters and without the mark: %s', (text, shown) => {
    expect(read(`Which is a mammal?\n${text}`)).toEqual({
      asks: `Which is a mammal?\n${shown}\n\nAnswer with the letter alone.`,
      right: 'B of 3',
    })
  })

  it('in JSON is told field by field', () => {
    const right = {
      type: 'fields',
      fields: [
        { name: 'city', is: 'text', oneOf: ['Lima'] },
        { name: 'age', is: 'number', oneOf: ['5'] },
      ],
    }
    for (const text of [
      '{"city": "Lima", "age": 5}',
      'Answer:\n```json\n{\n  "city": "Lima",\n  "age": 5\n}\n```',
    ])
      expect(read(`Give the record as JSON.\n${text}`)).toEqual({ asks: 'Give the record as JSON.', right })
  })
})

describe('examples that stand offhand', () => {
  it.each<[string, string, [unknown, unknown][]]>([
    [
      'Return the second largest.\n[1,2,3] gives 2\n[5,5,4] gives 4',
      'Return the second largest.',
      [
        [[[1, 2, 3]], 2],
        [[[5, 5, 4]], 4],
      ],
    ],
    [
      'Are they anagrams?\nExample 1: s = "ab", t = "ba" -> true\nExample 2: s = "a", t = "b" -> false',
      'Are they anagrams?',
      [
        [['ab', 'ba'], true],
        [['a', 'b'], false],
      ],
    ],
    [
      'Example: s = "ab", t = "c" -> 1\nReturn how many letters of s are not in t.',
      'Return how many letters of s are not in t.',
      [[['ab', 'c'], 1]],
    ],
    [
      'Count.\nx = 3 -> 9\nThe function squares its input. It must be fast.',
      'Count.\nThe function squares its input. It must be fast.',
      [[[3], 9]],
    ],
    ['input: hello\noutput: olleh\n\nreverse the string', 'reverse the string', [[['hello'], 'olleh']]],
    [
      'Write a JS function `slug` so that "A b" becomes "a-b" and "C" becomes "c"',
      'Write a JS function `slug` so that "A b" becomes "a-b" and "C" becomes "c"\n\nWrite a JavaScript function slug.',
      [
        [['A b'], 'a-b'],
        [['C'], 'c'],
      ],
    ],
    [
      'A regex for ZIP codes.\nShould match: 12345, 12345-6789\nShould not match: 1234',
      'A regex for ZIP codes.\n\nWrite it as a JavaScript expression of text: /pattern/.test(text)',
      [
        [['12345'], true],
        [['12345-6789'], true],
        [['1234'], false],
      ],
    ],
    [
      'Write a Python function flat.\nprint(flat([1, [2]]))  # [1, 2]',
      'Write a Python function flat.\n\nWrite a Python function flat.',
      [[[[1, [2]]], [1, 2]]],
    ],
    [
      'The factorial.\n\nExamples\nfactorial(3) \u279e 6\nfactorial(5) \u279e 120',
      'The factorial.\n\nWrite a JavaScript function factorial.',
      [
        [[3], 6],
        [[5], 120],
      ],
    ],
    [
      'Two sum: nums = [2, 7, 11], target = 9 -> [0, 1]\nOthers: nums = [3, 3], target = 6 => [0, 1]',
      'Two sum:\nOthers:',
      [
        [
          [[2, 7, 11], 9],
          [0, 1],
        ],
        [
          [[3, 3], 6],
          [0, 1],
        ],
      ],
    ],
    [
      'Add two numbers.\na=1 b=2 -> 3\na=5 b=7 -> 12',
      'Add two numbers.',
      [
        [[1, 2], 3],
        [[5, 7], 12],
      ],
    ],
    ['To camel case.\n"a-b" gets converted to "aB"', 'To camel case.', [[['a-b'], 'aB']]],
    [
      'Two that add up.\nGiven nums = [2, 7], target = 9,\n\nBecause 2 + 7 = 9,\nreturn [0, 1].',
      'Two that add up.',
      [
        [
          [[2, 7], 9],
          [0, 1],
        ],
      ],
    ],
    [
      'The digital root.\n16  -->  1 + 6 = 7\n942  -->  9 + 4 + 2 = 15  -->  1 + 5 = 6',
      'The digital root.',
      [
        [[16], 7],
        [[942], 6],
      ],
    ],
    [
      'A function isEven(n). isEven(2) is true, isEven(3) is false.',
      'A function isEven(n). isEven(2) is true, isEven(3) is false.\n\nWrite a JavaScript function isEven.',
      [
        [[2], true],
        [[3], false],
      ],
    ],
    [
      'Implement clamp(n, lo, hi).\n\n| call | result |\n|---|---|\n| `clamp(5, 0, 3)` | 3 |',
      'Implement clamp(n, lo, hi).\n\nWrite a JavaScript function clamp(n, lo, hi).',
      [[[5, 0, 3], 3]],
    ],
    [
      'def fib(n):\n    ...\n\nif __name__ == "__main__":\n    assert fib(10) == 55\n    print("ok")',
      'Write a Python function fib(n).',
      [[[10], 55]],
    ],
  ])('%s', (text, asks, calls) => {
    expect(read(text)).toEqual({ asks, right: calls.map(([args, expected]) => ({ args, expected })) })
  })

  it('are none where several values stand without a bracket: the last alone is not what is given', () => {
    expect(read('Add them.\n+1, +1, -2 results in 0\n1, 2 gives 3\n4 and 5 becomes 9')).toBeNull()
    expect(read('Add them.\n1 2 3 -> 6\n4 5 -> 9')).toBeNull()
    expect(read('Name: Ann, Age: 30 -> {"age": 30}\nName: Bob, Age: 5 -> {"age": 5}')).toBeNull()
  })
})

it('code that is to be mended is shown, and no solution', () => {
  const { draft } = readPasted(
    'Fix this function:\nfunction avg(a) { return a[0] / a.length }\navg([1, 2, 3]) should be 2',
  )
  expect(draft.solution).toBe('')
  expect(draft.statement).toContain('```javascript\nfunction avg(a) { return a[0] / a.length }\n```')
  expect(
    read('Fix this function:\nfunction avg(a) { return a[0] / a.length }\navg([1, 2, 3]) should be 2')?.right,
  ).toEqual([{ args: [[1, 2, 3]], expected: 2 }])
})

it('tools in a list, with the call that is right', () => {
  const { draft, notUnderstood } = readPasted(
    'You have these tools:\n- weather(city: string, unit: "C" | "F")\n\nThe weather in Paris in Celsius?\nExpected call: weather(city="Paris", unit="C")',
  )
  expect(draft.kind).toBe('tool-call')
  expect(JSON.parse(draft.tools)).toMatchObject([
    { name: 'weather', parameters: { properties: { unit: { enum: ['C', 'F'] } } } },
  ])
  expect(notUnderstood).toEqual([])
})

it.each([
  'Write a haiku about autumn.',
  'How would you design a URL shortener?\nThink about scale.',
  'Can you prove that the root of 2 is irrational?\nThanks in advance!',
  'Given an array, return the sum. Can you do it in O(n)?',
  'Implement an LRU cache. It should support get and put in O(1).',
  'Who wrote Hamlet? Answer in one word.',
  'What is the mass of the Sun? (in kg)',
  'How many are left? Show your work.',
  'Is it true that cats always land on their feet? My friend says so.',
  'What does this print?\nprint(1+1)',
  'Simplify the expression\n2x + 3x - 4',
  'Translate to German:\nThe cat sat on the mat',
  'I need 3 numbers, e.g. 4, 8, 15',
  'Sort these\n5, 3, 8, 1',
])('holds no answer, which is asked for: %s', (text) => {
  expect(read(text)).toBeNull()
  expect(readPasted(text).draft.statement).not.toBe('')
})

it.each([
  ['solve("IX") = 9\nRoman numerals to integers. Python please.', 'python'],
  ['Roman numerals to integers (Python).\nsolve("IX") = 9', 'python'],
  ['solve("IX") = 9\nRoman numerals to integers, as Python\u2019s int() would not.', 'javascript'],
])('is asked for in the language that is named: %s', (text, language) => {
  expect(readPasted(text).draft.language).toBe(language)
})
