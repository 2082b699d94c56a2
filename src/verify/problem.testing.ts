/** Problems for the tests of this folder. */
import type { Problem } from '../problems/problem.ts'

const large = (xs: number[]) => xs.filter((x) => x > 3)
const lists = [[1, 5, 2, 9], [4], [], [3, 3], [7, 0, 8, 6, 1], [2, 4], [9, 9, 1], [5, 3], [0], [6, 2, 7]]

/** "Keep what exceeds 3", over one parameter `xs`, ten tests. */
export const keepLarge: Problem = {
  id: 'keep-large',
  title: 'Keep the large ones',
  statement: 'Keep the numbers above 3.',
  program: { kind: 'expression', parameters: ['xs'] },
  tests: lists.map((xs) => ({ args: [xs], expected: large(xs) })),
  feedbackStyle: 'leetcode',
}

/** The same as a function of the name `solve`. */
export const keepLargeFunction: Problem = { ...keepLarge, program: { kind: 'function', name: 'solve' } }

/** A report: labels of live rows, cheapest first. */
export const cheapestLive: Problem = {
  id: 'cheapest-live',
  title: 'Cheapest first',
  statement: 'the good ones by money, show the name',
  family: 'records',
  program: { kind: 'expression', parameters: ['rows'] },
  feedbackStyle: 'report',
  strictFields: { live: ['good', 'active'], cost: ['price', 'money'], label: ['name'] },
  report: {
    filters: [{ field: 'live', test: 'is' }],
    order: { field: 'cost', descending: false },
    show: 'label',
  },
  tests: [
    {
      args: [
        [
          { label: 'a', cost: 3, live: true },
          { label: 'b', cost: 1, live: true },
          { label: 'c', cost: 2, live: false },
        ],
      ],
      expected: ['b', 'a'],
    },
    {
      args: [
        [
          { label: 'd', cost: 5, live: true },
          { label: 'e', cost: 4, live: false },
        ],
      ],
      expected: ['d'],
    },
  ],
}
