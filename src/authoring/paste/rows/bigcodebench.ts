/** BigCodeBench: the beginning of the code, and a class of unittest; many rows need libraries that the sandbox has not. */
import { z } from 'zod'
import { absentOf, absentSaid } from './libraries.ts'
import { rowKind } from './row.ts'

export const bigCodeBench = rowKind(
  'BigCodeBench',
  z.object({
    complete_prompt: z.string(),
    test: z.string(),
    entry_point: z.string(),
    canonical_solution: z.string().default(''),
  }),
  ({ complete_prompt, test, entry_point, canonical_solution }) => {
    const absent = absentOf(`${complete_prompt}\n${test}`)
    return {
      text: `${complete_prompt}${canonical_solution}\n\n${test}`,
      found: { language: 'python', name: entry_point },
      ...(absent.length > 0 && { left: [absentSaid(absent)] }),
    }
  },
)
