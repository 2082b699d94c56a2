/** ARC, OpenBookQA, CommonsenseQA and the first SciKnowEval: choices with labels, flat or within the question. */
import { z } from 'zod'
import { choiceRow, rowKind } from './row.ts'

const listed = z.array(z.object({ text: z.string(), label: z.string() })).min(2)
const columns = z
  .object({ text: z.array(z.string()).min(2), label: z.array(z.string()).min(2) })
  .transform(({ text, label }) => text.map((each, i) => ({ text: each, label: label[i] ?? String(i + 1) })))
const choices = z.union([listed, columns])

export const arc = rowKind(
  'ARC',
  z.union([
    z
      .object({ question: z.object({ stem: z.string(), choices }), answerKey: z.string().nullish() })
      .transform(({ question, answerKey }) => ({
        question: question.stem,
        choices: question.choices,
        answerKey,
      })),
    z.object({ question: z.string(), choices, answerKey: z.string().nullish() }),
    z
      .object({ question_stem: z.string(), choices, answerKey: z.string().nullish() })
      .transform(({ question_stem, ...rest }) => ({ question: question_stem, ...rest })),
  ]),
  ({ question, choices: of, answerKey }) =>
    choiceRow(
      question,
      of.map(({ text }) => text),
      of.some(({ label }) => label === answerKey) ? answerKey! : null,
      of.map(({ label }) => label),
    ),
)
