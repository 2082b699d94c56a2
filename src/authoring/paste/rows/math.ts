/** MATH, AIME and their like: a problem, its worked solution, and an answer that may stand in its last box. */
import { z } from 'zod'
import { answerFromText, boxed } from '../answers.ts'
import { rowKind } from './row.ts'

export const math = rowKind(
  'MATH',
  z.object({
    problem: z.string(),
    solution: z.string().nullish(),
    answer: z.union([z.string(), z.number().transform(String)]).nullish(),
  }),
  ({ problem, solution, answer }) => {
    const text = answer ?? boxed(solution ?? '')
    if (text === null) return null
    const read = answerFromText(text.replace(/^\$+|\$+$/g, '').trim())
    if (!read) return null
    return {
      text: '',
      found: {
        prose: problem.trim(),
        answer: read,
        understood: [`${text} as the answer`],
      },
    }
  },
)
