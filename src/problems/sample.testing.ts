/** A small problem for tests that need one and do not mind which. */
import type { Problem } from './problem.ts'

export const sampleProblem: Problem = {
  id: 'keep-and-double',
  title: 'Keep the large ones, then double each',
  statement: 'keep the large ones, then double each',
  program: { kind: 'expression', parameters: ['xs'] },
  tests: [
    { args: [[4, 1, 5]], expected: [8, 10] },
    { args: [[3, 9]], expected: [18] },
  ],
  feedbackStyle: 'leetcode',
}
