/** CRUXEval: what a piece of Python returns for an input, as a question with one answer. */
import { z } from 'zod'
import { rowKind } from './row.ts'

export const cruxEval = rowKind(
  'CRUXEval',
  z.object({ code: z.string().regex(/\bdef\s+f\s*\(/), input: z.string(), output: z.string() }),
  ({ code, input, output }) => ({
    text: '',
    found: {
      prose: `What does f(${input}) return? Answer with the value alone, as Python writes it.\n\n\`\`\`python\n${code.trim()}\n\`\`\``,
      answer: { kind: 'exact', value: output.trim() },
      understood: [`${output.trim().slice(0, 60)} as the answer`],
    },
  }),
)
