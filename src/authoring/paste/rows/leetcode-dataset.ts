/** LeetCodeDataset: a statement, LeetCode's class, and a check of its method. */
import { z } from 'zod'
import { rowKind } from './row.ts'

export const leetCodeDataset = rowKind(
  'LeetCodeDataset',
  z.object({
    problem_description: z.string(),
    starter_code: z.string(),
    entry_point: z.string(),
    test: z.string(),
    completion: z.string().optional(),
  }),
  ({ problem_description, starter_code, entry_point, test, completion }) => ({
    // Its check holds the examples too, and stands for them.
    text: `${problem_description.split(/^\s*(?:\*\*)?Example 1\b/m)[0]!.trim()}\n\n${starter_code.trimEnd()}\n        pass\n\n${test}\n\ncheck(${entry_point.split('.').at(-1)!})`,
    found: { language: 'python', ...(completion !== undefined && { solution: completion }) },
  }),
)
