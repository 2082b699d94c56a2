/** Any other row with a question and its answer, under the names that such sets use. */
import { z } from 'zod'
import { answerFromText } from '../answers.ts'
import type { PastedAnswer } from '../pasted.ts'
import { contextOf } from './named-fields.ts'
import { fromJson, rowKind, type RowReading } from './row.ts'

const text = z.union([
  z.string(),
  z.number().transform(String),
  z.boolean().transform((value) => (value ? 'true' : 'false')),
])
const span = z.union([text, z.object({ text }).transform((each) => each.text)])
/** One answer, a list of accepted ones, or the forms of TriviaQA and DROP. */
const answer = z.union([
  text.transform((each) => [each]),
  z.array(span).min(1),
  z
    .object({ value: z.string(), aliases: z.array(z.string()).default([]) })
    .transform((each) => [each.value, ...each.aliases]),
  z.object({ spans: z.array(text).length(1) }).transform((each) => each.spans),
  z.object({ text: z.array(z.string()).min(1) }).transform((each) => each.text),
])
const asks = ['question', 'squestion', 'problem', 'query', 'instruction', 'prompt', 'input', 'claim'] as const
const answers = [
  'answer_number',
  'final_answer',
  'final_ans',
  'final_decision',
  'answer',
  'answers',
  'answers_spans',
  'correct_answer',
  'possible_answers',
  'target',
  'targets',
  'label',
  'output',
  'response',
  'expected_answer',
  'expected',
  'expected_output',
  'ground_truth',
  'gold',
  'reference',
  'completion',
  'lsolutions',
  'solution',
] as const

export const questionAnswer = rowKind(
  'a question with its answer',
  z.record(z.string(), z.unknown()),
  (given): RowReading | null => {
    // AIME's fields have capitals.
    const row = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
    const name = asks.find((each) => typeof row[each] === 'string' && row[each].trim() !== '')
    if (name === undefined) return null
    const more = name === 'instruction' && typeof row['input'] === 'string' ? row['input'].trim() : ''
    const ask = contextOf(row, more === '' ? String(row[name]) : `${String(row[name])}\n\n${more}`)
    const found = answers
      .map((each) => answer.safeParse(each === 'possible_answers' ? fromJson(row[each]) : row[each]))
      .find((each) => each.success)
    if (!found) return null
    const all = [...new Set(found.data.map((each) => each.trim()))].filter((each) => each !== '')
    const only = all[0]
    if (only === undefined) return null
    if (all.length > 1 && all.every((each) => /^[A-Z]$/.test(each)))
      return {
        text: '',
        found: { prose: ask },
        left: [
          `Several choices are right (${all.join(', ')}), and a choice here has one. Write a judge of your own, or choose another row.`,
        ],
      }
    // A letter is one of the choices that the question holds.
    if (all.length === 1 && (/^\(?[A-Za-z]\)?\.?$/.test(only) || only.length > 200))
      return { text: `${ask}\n\nAnswer: ${only.replace(/\s*\n\s*/g, ' ')}` }
    const read = all.length === 1 ? (counted(only) ?? answerFromText(only)) : anyOf(all)
    return (
      read && {
        text: '',
        found: {
          prose: ask,
          answer: read,
          understood: [
            all.length === 1
              ? `\u201c${only.slice(0, 60)}\u201d as the answer`
              : `${all.length} answers, each of which is right`,
          ],
        },
      }
    )
  },
)

/** "9 (apples)": what is counted stands in brackets. */
function counted(text: string): PastedAnswer | null {
  const found = /^(-?[\d.,]+)\s*\(\p{L}[\p{L}\s]*\)$/u.exec(text)
  const read = found && answerFromText(found[1]!)
  return read?.kind === 'number' ? read : null
}

function anyOf(texts: readonly string[]): PastedAnswer {
  const numbers = texts.map((each) => answerFromText(each))
  const first = numbers[0]
  // The same number in several spellings.
  if (
    first?.kind === 'number' &&
    numbers.every((each) => each?.kind === 'number' && each.value === first.value)
  )
    return first
  return { kind: 'exact', value: texts.filter((each) => !each.includes('\n')).join('\n') }
}
