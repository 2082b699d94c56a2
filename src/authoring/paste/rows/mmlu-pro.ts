/** MMLU-Pro: up to ten options as a list. */
import { z } from 'zod'
import { rightOf } from './mmlu.ts'
import { choiceRow, letterOf, rowKind } from './row.ts'

export const mmluPro = rowKind(
  'MMLU-Pro',
  z.object({
    question: z.string(),
    options: z
      .array(z.union([z.string(), z.number().transform(String)]))
      .min(2)
      .max(26),
    answer: z.union([z.string(), z.number()]).nullish(),
    answer_index: z.number().int().nonnegative().optional(),
  }),
  ({ question, options, answer, answer_index }) => {
    const right =
      answer_index !== undefined && answer_index < options.length
        ? letterOf(answer_index)
        : rightOf(answer, options)
    return right === null ? null : choiceRow(question, options, right)
  },
)
