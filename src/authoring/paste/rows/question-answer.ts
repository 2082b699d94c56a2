/** Any other row with a question and its answer, under the names that such sets use. */
import { z } from 'zod'
import { rowKind, type RowReading } from './row.ts'
import { answerFromText } from '../answers.ts'

const answer = z.union([
  z.string(),
  z.number().transform(String),
  z.boolean().transform((value) => (value ? 'true' : 'false')),
  z
    .array(z.string())
    .min(1)
    .transform((all) => all[0]!),
])
const asks = ['question', 'prompt', 'problem', 'query', 'input', 'instruction'] as const
const answers = [
  'answer',
  'final_answer',
  'target',
  'label',
  'output',
  'response',
  'expected_answer',
  'ground_truth',
] as const

export const questionAnswer = rowKind(
  'a question with its answer',
  z.record(z.string(), z.unknown()),
  (given): RowReading | null => {
    // AIME's fields have capitals.
    const row = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
    const ask = asks
      .map((name) => row[name])
      .find((value): value is string => typeof value === 'string' && value.trim() !== '')
    const reply = answers.map((name) => answer.safeParse(row[name])).find((each) => each.success)
    if (ask === undefined || reply === undefined) return null
    const text = reply.data.trim()
    // A letter is one of the choices that the question holds.
    if (/^\(?[A-Za-z]\)?\.?$/.test(text) || text.length > 200)
      return { text: `${ask}\n\nAnswer: ${text.replace(/\s*\n\s*/g, ' ')}` }
    const read = answerFromText(text)
    return (
      read && {
        text: '',
        found: { prose: ask.trim(), answer: read, understood: [`“${text.slice(0, 60)}” as the answer`] },
      }
    )
  },
)
