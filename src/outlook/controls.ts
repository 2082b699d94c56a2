/**
 * Feedback on another problem, as the judge of the kind words it: the control beside a problem's own. What
 * moves the teacher under these words too is that something was said, not what.
 */
import type { Problem } from '../problems/problem.ts'

const program = 'Wrong Answer\n\nInput\nfoo("ab")\n\nOutput\n"ba"\n\nExpected\n"abba"'

/** Two pieces, so that no single word of one decides. */
export function controlFeedback({ program: shape, family }: Problem): readonly [string, string] {
  switch (shape.kind) {
    case 'expression':
      return family === 'records' ? records : lists
    case 'function':
      return [program, 'Runtime Error\n\nInput\nbar(7)\n\nOutput\nError: out of range']
    case 'stdin':
      return [
        'Wrong Answer\n\nInput\n3 4\n\nOutput\n7\n\nExpected\n12',
        'Runtime Error\n\nInput\n0\n\nOutput\nError: division by zero',
      ]
    case 'tool-call':
      return [
        'Runtime Error\n\nopen_gate: the gate has no number 9; gates are 1 to 4',
        'Wrong Answer\n\nno ticket was booked',
      ]
    // Answers in words, whatever the rule that judges them.
    default:
      return [
        'Wrong Answer\n\nYour answer\nSydney',
        'Boron is not the metal of this ore. It is zinc, copper or nickel.',
      ]
  }
}

const lists = [
  'Wrong Answer: too few numbers\nInput: [4,9]\nOutput: [9]\nExpected: [4,4,9,9]',
  'Runtime Error: ReferenceError: not defined\nInput: [2]',
] as const

const records = ['expected 3 rows, got 0', 'ReferenceError: not defined'] as const
