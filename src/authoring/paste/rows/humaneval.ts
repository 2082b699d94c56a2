/** HumanEval and its like (HumanEval+, MultiPL-E's Python): a prompt that is the beginning of the code, and a check. */
import { z } from 'zod'
import { rowKind } from './row.ts'

export const humanEval = rowKind(
  'HumanEval',
  z.object({
    prompt: z.string(),
    test: z.string(),
    entry_point: z.string().optional(),
    canonical_solution: z.string().default(''),
  }),
  ({ prompt, test, entry_point, canonical_solution }) => ({
    text: `${prompt}${canonical_solution}\n\n${test}${entry_point === undefined ? '' : `\n\ncheck(${entry_point})`}`,
    found: { language: 'python' },
  }),
)
