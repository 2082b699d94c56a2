/** GPQA: the right answer and three wrong ones, which are put in the order of their letters. */
import { z } from 'zod'
import { choiceRow, letterOf, rowKind } from './row.ts'

export const gpqa = rowKind(
  'GPQA',
  z.object({
    Question: z.string(),
    'Correct Answer': z.string(),
    'Incorrect Answer 1': z.string(),
    'Incorrect Answer 2': z.string(),
    'Incorrect Answer 3': z.string(),
  }),
  (row) => {
    const right = row['Correct Answer'].trim()
    const texts = [right, row['Incorrect Answer 1'], row['Incorrect Answer 2'], row['Incorrect Answer 3']]
      .map((text) => text.trim())
      .sort()
    return choiceRow(row.Question, texts, letterOf(texts.indexOf(right)))
  },
)
