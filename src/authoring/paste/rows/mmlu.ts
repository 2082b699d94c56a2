/** MMLU: choices as a list, the right one by its number or its letter. */
import { z } from 'zod'
import { choiceRow, letterOf, rowKind } from './row.ts'

export const mmlu = rowKind(
  'MMLU',
  z.object({
    question: z.string(),
    choices: z
      .array(z.union([z.string(), z.number().transform(String)]))
      .min(2)
      .max(26),
    answer: z.union([z.number(), z.string()]).nullish(),
  }),
  ({ question, choices, answer }) => {
    const right = rightOf(answer, choices)
    return right === null ? null : choiceRow(question, choices, right)
  },
)

/** A number from 0, a letter, or the text of the choice. */
export function rightOf(
  answer: number | string | null | undefined,
  choices: readonly string[],
): string | null {
  if (answer === null || answer === undefined) return null
  if (typeof answer === 'number') return answer >= 0 && answer < choices.length ? letterOf(answer) : null
  const text = answer.trim()
  const at = choices.findIndex((choice) => choice.trim() === text)
  if (at >= 0) return letterOf(at)
  const letter = /^\(?([A-Za-z])\)?\.?$/.exec(text)?.[1]?.toUpperCase()
  if (letter !== undefined && letter.charCodeAt(0) - 65 < choices.length) return letter
  return /^\d+$/.test(text) && Number(text) < choices.length ? letterOf(Number(text)) : null
}
