/** Choices with a field each: C-Eval and CMMLU (A to D), WinoGrande and PIQA (two of them), RACE's and others' questions about a passage, SQuAD's answers. */
import { z } from 'zod'
import { choiceRow, letterOf, rowKind } from './row.ts'

const texts = z.union([z.string(), z.number().transform(String)])

export const lettered = rowKind(
  'C-Eval or CMMLU',
  z
    .object({
      question: z.string().optional(),
      Question: z.string().optional(),
      answer: z.string().optional(),
      Answer: z.string().optional(),
    })
    .extend({ A: texts, B: texts, C: texts.optional(), D: texts.optional(), E: texts.optional() }),
  (row) => {
    const question = row.question ?? row.Question
    if (question === undefined) return null
    const options = (['A', 'B', 'C', 'D', 'E'] as const).flatMap((label) => {
      const text = row[label]
      return text === undefined ? [] : [{ label, text }]
    })
    const right = (row.answer ?? row.Answer)?.trim().toUpperCase() ?? ''
    return choiceRow(
      question,
      options.map(({ text }) => text),
      options.some(({ label }) => label === right) ? right : null,
      options.map(({ label }) => label),
    )
  },
)

export const winoGrande = rowKind(
  'WinoGrande',
  z.object({ sentence: z.string(), option1: z.string(), option2: z.string(), answer: z.string().optional() }),
  ({ sentence, option1, option2, answer }) =>
    choiceRow(
      `What does the _ stand for?\n\n${sentence}`,
      [option1, option2],
      answer === '1' || answer === '2' ? letterOf(Number(answer) - 1) : null,
    ),
)

export const piqa = rowKind(
  'PIQA',
  z.object({ goal: z.string(), sol1: z.string(), sol2: z.string(), label: z.number().int().optional() }),
  ({ goal, sol1, sol2, label }) =>
    choiceRow(goal, [sol1, sol2], label === 0 || label === 1 ? letterOf(label) : null),
)

export const race = rowKind(
  'RACE',
  z.object({
    article: z.string(),
    question: z.string(),
    options: z.array(z.string()).min(2),
    answer: z.string(),
  }),
  ({ article, question, options, answer }) =>
    choiceRow(
      `${article.trim()}\n\n${question}`,
      options,
      /^[A-Z]$/.test(answer) && answer.charCodeAt(0) - 65 < options.length ? answer : null,
    ),
)

const passage = z.object({
  question: z.string(),
  passage: z.string().optional(),
  context: z.string().optional(),
})

export const boolQ = rowKind(
  'BoolQ',
  passage.extend({ answer: z.boolean() }),
  ({ question, passage: text, context, answer }) => ({
    text: '',
    found: {
      prose: [text ?? context ?? '', `${question.replace(/\??\s*$/, '')}?`, 'Answer with yes or no.']
        .join('\n\n')
        .trim(),
      answer: { kind: 'exact', value: answer ? 'yes\ntrue' : 'no\nfalse' },
      understood: [`${answer ? 'Yes' : 'No'} as the answer`],
    },
  }),
)

export const squad = rowKind(
  'SQuAD',
  passage.extend({ answers: z.object({ text: z.array(z.string()).min(1) }) }),
  ({ question, passage: text, context, answers }) => {
    const accepted = [...new Set(answers.text.map((each) => each.trim()))]
    return {
      text: '',
      found: {
        prose: [context ?? text ?? '', question].join('\n\n').trim(),
        answer: { kind: 'exact', value: accepted.join('\n') },
        understood: [
          `${accepted.length === 1 ? 'One answer' : `${accepted.length} spellings of the answer`}, in words`,
        ],
      },
    }
  },
)
