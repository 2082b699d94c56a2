/** MedQA and MedMCQA: options by letter, or a field each. */
import { z } from 'zod'
import { choiceRow, letterOf, rowKind } from './row.ts'

export const medQa = rowKind(
  'MedQA',
  z.object({
    question: z.string(),
    options: z.record(z.string(), z.string()),
    answer: z.string().nullish(),
    answer_idx: z.string().nullish(),
  }),
  ({ question, options, answer, answer_idx }) => {
    const labels = Object.keys(options)
    if (labels.length < 2 || labels.some((label) => label.length > 2)) return null
    const right = [answer_idx, answer].find(
      (each) => each !== null && each !== undefined && labels.includes(each),
    )
    const byText = labels.find((label) => options[label] === answer)
    return choiceRow(question, Object.values(options), right ?? byText ?? null, labels)
  },
)

export const medMcqa = rowKind(
  'MedMCQA',
  z.object({
    question: z.string(),
    opa: z.string(),
    opb: z.string(),
    opc: z.string(),
    opd: z.string(),
    cop: z.number().int().nullish(),
  }),
  ({ question, opa, opb, opc, opd, cop }) =>
    choiceRow(
      question,
      [opa, opb, opc, opd],
      typeof cop === 'number' && cop >= 0 && cop < 4 ? letterOf(cop) : null,
    ),
)
