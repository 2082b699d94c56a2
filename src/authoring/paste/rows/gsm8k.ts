/** GSM8K: a question, and an answer whose last line is the number. */
import { z } from 'zod'
import { answerFromText } from '../answers.ts'
import { rowKind } from './row.ts'

export const gsm8k = rowKind(
  'GSM8K',
  z.object({ question: z.string(), answer: z.string().regex(/####/) }),
  ({ question, answer }) => {
    const text = answer.slice(answer.lastIndexOf('####') + 4).trim()
    const read = answerFromText(text)
    return (
      read && {
        text: '',
        found: { prose: question.trim(), answer: read, understood: [`${text} as the answer`] },
      }
    )
  },
)
