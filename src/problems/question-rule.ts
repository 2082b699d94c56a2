/** What a question's right answer is, and how much of it the feedback tells: rules that teach, without code. */
import { z } from 'zod'

/** Forms that an answer in words can have. */
export const answerForms = [
  'one-word',
  'small-letters',
  'capitals',
  'snake_case',
  'kebab-case',
  'camelCase',
  'PascalCase',
  'iso-date',
  'iso-time',
  'digits',
] as const
export type AnswerForm = (typeof answerForms)[number]

const fieldSchema = z.object({
  name: z.string().min(1),
  is: z.enum(['text', 'number', 'true-false', 'list', 'object']),
  oneOf: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('The values that are right; absent: any of its type.'),
})
export type QuestionField = z.infer<typeof fieldSchema>

export const questionRuleSchema = z.discriminatedUnion('type', [
  z
    .object({
      type: z.literal('words'),
      right: z
        .array(z.string().min(1))
        .min(1)
        .describe('Every spelling that is right; capitals do not count.'),
      options: z
        .array(z.string().min(1))
        .default([])
        .describe(
          'What it may be, one of them right: the feedback names those that are left. Empty: none are named.',
        ),
      kind: z.string().min(1).optional().describe('What kind of thing it is: `a town`.'),
      sentence: z
        .string()
        .regex(/\{options\}/)
        .optional()
        .describe(
          'How the options are named: `The capital of Kentucky is {options}.` Absent: `It is {options}.`',
        ),
    })
    .describe('A word or a name, also within a sentence.'),
  z
    .object({
      type: z.literal('number'),
      value: z.number(),
      tolerance: z.number().nonnegative().optional().describe('Of `value`: 0.01 is one per cent.'),
      unit: z.string().min(1).optional(),
      options: z.array(z.number()).default([]).describe('What it may be, one of them right.'),
    })
    .describe('A number, with its unit.'),
  z
    .object({
      type: z.literal('form'),
      form: z.enum(answerForms),
      right: z
        .array(z.string().min(1))
        .default([])
        .describe('What is right in this form, to the letter. Empty: whatever has the form.'),
    })
    .describe('Words in a form.'),
  z
    .object({ type: z.literal('fields'), fields: z.array(fieldSchema).min(1) })
    .describe('A JSON object with these fields and no others.'),
])
/** What is right. */
export type QuestionRule = z.infer<typeof questionRuleSchema>

export const tellsSchema = z
  .enum(['nothing', 'wrong', 'hint', 'left'])
  .describe(
    'How much a failing attempt is told: `nothing`; that it is `wrong`; a `hint` (the kind of thing, too high or too low, the form, the field); what is `left` (the options that the attempt did not name, the fields that are missing).',
  )
/** How much a failing attempt is told. */
export type Tells = z.infer<typeof tellsSchema>
