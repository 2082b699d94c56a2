/** Short functions in JavaScript and Python. The question leaves something open; the tests, and so the feedback, decide it. */
import type { z } from 'zod'
import type { problemSchema } from '../problem.ts'

const javascript = { field: 'programming', suits: 'small-llm' } as const
const python = { field: 'programming', suits: 'small-llm' } as const

export const programming: z.input<typeof problemSchema>[] = [
  {
    ...javascript,
    id: 'js-initials',
    title: 'Initials',
    statement: 'Write a JavaScript function initials(name) that returns the initials of a name.',
    program: { kind: 'function', name: 'initials' },
    tests: [
      { args: ['ada lovelace'], expected: 'A.L.' },
      { args: ['grace brewster hopper'], expected: 'G.B.H.' },
      { args: ['alan'], expected: 'A.' },
    ],
    solution:
      "function initials(name) {\n  return name.split(' ').map(w => w[0].toUpperCase() + '.').join('')\n}",
    note: 'How initials are written is left open: here they are capitals, each with a dot.',
  },
  {
    ...javascript,
    id: 'js-clock',
    title: 'Twelve-hour clock',
    statement: 'Write a JavaScript function hour(h) that returns the hour h as a 12-hour clock shows it.',
    program: { kind: 'function', name: 'hour' },
    tests: [
      { args: [13], expected: 1 },
      { args: [0], expected: 12 },
      { args: [12], expected: 12 },
      { args: [23], expected: 11 },
      { args: [24], expected: 12 },
      { args: [-1], expected: 11 },
    ],
    solution: 'function hour(h) {\n  return ((h + 11) % 12 + 12) % 12 + 1\n}',
    note: 'There is no zero on such a clock, and an hour before midnight is a negative number.',
  },
  {
    ...javascript,
    id: 'js-depth',
    title: 'Depth of brackets',
    statement:
      'Write a JavaScript function depth(s) that returns how deep the brackets ( and ) in s are nested.',
    program: { kind: 'function', name: 'depth' },
    tests: [
      { args: ['(()())'], expected: 2 },
      { args: [''], expected: 0 },
      { args: ['a(b)c'], expected: 1 },
      { args: ['())('], expected: -1 },
      { args: ['(()'], expected: -1 },
      { args: ['((x)(y))()'], expected: 2 },
    ],
    solution:
      "function depth(s) {\n  let d = 0, most = 0\n  for (const c of s) {\n    if (c === '(') most = Math.max(most, ++d)\n    if (c === ')' && --d < 0) return -1\n  }\n  return d === 0 ? most : -1\n}",
    note: 'The question does not say what brackets that do not match are worth. The tests do: -1.',
  },
  {
    ...javascript,
    id: 'js-price',
    title: 'A price in words of digits',
    statement: 'Write a JavaScript function price(cents) that writes an amount of cents as a price.',
    program: { kind: 'function', name: 'price' },
    tests: [
      { args: [1999], expected: '19.99' },
      { args: [5], expected: '0.05' },
      { args: [100], expected: '1.00' },
      { args: [123456], expected: '1,234.56' },
      { args: [100000000], expected: '1,000,000.00' },
    ],
    solution:
      "function price(cents) {\n  return (cents / 100).toFixed(2).replace(/\\B(?=(\\d{3})+\\.)/g, ',')\n}",
    note: 'No currency sign, always two decimals, and commas between thousands that the first tests do not show.',
  },
  {
    ...javascript,
    id: 'js-unique',
    title: 'Words that come twice',
    statement: 'Write a JavaScript function unique(words) that drops the words that were there before.',
    program: { kind: 'function', name: 'unique' },
    tests: [
      { args: [['tea', 'milk', 'tea']], expected: ['tea', 'milk'] },
      { args: [['Tea', 'tea', 'Milk']], expected: ['Tea', 'Milk'] },
      { args: [[]], expected: [] },
      { args: [['b', 'A', 'B', 'a', 'c']], expected: ['b', 'A', 'c'] },
    ],
    solution:
      'function unique(words) {\n  return words.filter((w, i) => words.findIndex(v => v.toLowerCase() === w.toLowerCase()) === i)\n}',
    note: 'Capital letters do not make another word, and the first spelling stays as it was.',
  },
  {
    ...javascript,
    id: 'js-round',
    title: 'Round the banker\u2019s way',
    statement: 'Write a JavaScript function round(x) that rounds x to a whole number.',
    program: { kind: 'function', name: 'round' },
    tests: [
      { args: [2.4], expected: 2 },
      { args: [2.5], expected: 2 },
      { args: [3.5], expected: 4 },
      { args: [-1.5], expected: -2 },
      { args: [0.5], expected: 0 },
      { args: [-2.6], expected: -3 },
    ],
    solution:
      'function round(x) {\n  const r = Math.round(x)\n  return Math.abs(x % 1) === 0.5 && r % 2 !== 0 ? r - 1 : r\n}',
    note: 'Halves go to the even neighbour. Math.round, which every model tries first, passes half of the tests.',
  },
  {
    ...python,
    id: 'py-second',
    title: 'The second largest',
    statement: 'Write a Python function second(xs) that returns the second largest number of a list.',
    program: { kind: 'function', name: 'second', language: 'python' },
    tests: [
      { args: [[3, 1, 2]], expected: 2 },
      { args: [[5, 5, 4]], expected: 4 },
      { args: [[7]], expected: null },
      { args: [[2, 2]], expected: null },
      { args: [[-1, -5, -3]], expected: -3 },
    ],
    solution: 'def second(xs):\n    ys = sorted(set(xs))\n    return ys[-2] if len(ys) > 1 else None',
    note: 'Equal numbers count once, and a list without a second one gives None.',
  },
  {
    ...python,
    id: 'py-vowels',
    title: 'Sometimes y',
    statement: 'Write a Python function vowels(word) that counts the vowels of a word.',
    program: { kind: 'function', name: 'vowels', language: 'python' },
    tests: [
      { args: ['apple'], expected: 2 },
      { args: ['happy'], expected: 2 },
      { args: ['yellow'], expected: 2 },
      { args: ['sky'], expected: 1 },
      { args: ['Europe'], expected: 4 },
      { args: [''], expected: 0 },
    ],
    solution:
      "def vowels(word):\n    return sum(c in 'aeiou' or (c == 'y' and i > 0) for i, c in enumerate(word.lower()))",
    note: 'A y counts, but not at the beginning of a word.',
  },
  {
    ...python,
    id: 'py-grade',
    title: 'Grades',
    statement:
      'Write a Python function grade(p) that returns the letter for p percent: A from 90, then B, C and D in steps of 10, else F.',
    program: { kind: 'function', name: 'grade', language: 'python' },
    tests: [
      { args: [95], expected: 'A' },
      { args: [90], expected: 'A' },
      { args: [89], expected: 'B' },
      { args: [89.5], expected: 'A' },
      { args: [60], expected: 'D' },
      { args: [59.4], expected: 'F' },
      { args: [100], expected: 'A' },
      { args: [0], expected: 'F' },
    ],
    solution:
      "def grade(p):\n    p = int(p + 0.5)\n    for least, letter in [(90, 'A'), (80, 'B'), (70, 'C'), (60, 'D')]:\n        if p >= least:\n            return letter\n    return 'F'",
    note: 'Half a percent is rounded up first, which only one test shows.',
  },
  {
    ...python,
    id: 'py-merge',
    title: 'Merge two shopping lists',
    statement: 'Write a Python function merge(a, b) that merges two dictionaries of item counts.',
    program: { kind: 'function', name: 'merge', language: 'python' },
    tests: [
      { args: [{ egg: 1 }, { milk: 2 }], expected: { egg: 1, milk: 2 } },
      { args: [{ egg: 1 }, { egg: 2, milk: 3 }], expected: { egg: 3, milk: 3 } },
      { call: 'merge({}, {})', expected: {} },
      { assert: "a = {'egg': 1}\nmerge(a, {'egg': 2})\nassert a == {'egg': 1}", hidden: true },
    ],
    solution: 'def merge(a, b):\n    return {k: a.get(k, 0) + b.get(k, 0) for k in {**a, **b}}',
    note: 'Counts of the same item add up, and a hidden test wants both lists left as they were.',
  },
  {
    ...python,
    id: 'py-steps',
    title: 'Steps down to one',
    statement:
      'Write a Python function steps(n) that counts the steps until n is 1: halve an even n, else triple it and add 1.',
    program: { kind: 'function', name: 'steps', language: 'python' },
    tests: [
      { args: [1], expected: 0 },
      { args: [2], expected: 1 },
      { args: [6], expected: 8 },
      { args: [7], expected: 16 },
      { args: [0], expected: null },
      { args: [-4], expected: null },
    ],
    solution:
      'def steps(n):\n    if n < 1:\n        return None\n    k = 0\n    while n != 1:\n        n = n // 2 if n % 2 == 0 else 3 * n + 1\n        k += 1\n    return k',
    limits: { timeMs: 1500 },
    note: 'Numbers below one never get there. The feedback of the plain loop is a time-out.',
  },
  {
    ...python,
    id: 'py-snake',
    title: 'Camels to snakes',
    statement: 'Write a Python function snake(name) that writes a camelCase name in snake_case.',
    program: { kind: 'function', name: 'snake', language: 'python' },
    tests: [
      { args: ['userName'], expected: 'user_name' },
      { args: ['x'], expected: 'x' },
      { args: ['parseXML'], expected: 'parse_xml' },
      { args: ['HTTPPort'], expected: 'http_port' },
      { args: ['line2End'], expected: 'line2_end' },
    ],
    solution:
      "import re\n\ndef snake(name):\n    return re.sub(r'(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])', '_', name).lower()",
    note: 'Abbreviations stay together, so an underscore before every capital is wrong.',
  },
]
