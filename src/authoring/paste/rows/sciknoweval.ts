/** SciKnowEval as the paper's own code has it: a prompt that holds its choices, and the letter that is right. */
import { z } from 'zod'
import { rowKind } from './row.ts'

export const sciKnowEval = rowKind(
  'SciKnowEval',
  z.object({
    prompt: z.string(),
    answer: z.string().regex(/^\s*\(?[A-Za-z]\)?\s*$/),
    dataset: z.string().optional(),
    kind: z.string().optional(),
    system: z.string().nullish(),
  }),
  ({ prompt, answer, system }) => ({
    text: `${prompt}\n\nAnswer: ${answer.trim()}`,
    ...(system && { left: ['Its system prompt is left out: the lab asks for the answer in its own words.'] }),
  }),
)
