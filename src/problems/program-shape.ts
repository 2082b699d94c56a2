/** What a response to a problem is: an expression, a function, a whole program, an answer, calls of tools, or what a judge of the author's own takes. */
import { z } from 'zod'
import { questionRuleSchema, tellsSchema } from './question-rule.ts'
import { jsonSchema } from './test-case.ts'

export const languageSchema = z.enum(['javascript', 'python'])
export type Language = z.infer<typeof languageSchema>

export const answerRuleSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('exact'),
    accepted: z.array(z.string().min(1)).min(1).describe('Every spelling that is right.'),
    caseSensitive: z.boolean().optional().describe('Capital letters count. Absent: they do not.'),
    spaces: z
      .enum(['collapse', 'ignore', 'exact'])
      .optional()
      .describe(
        '`collapse` (when absent): a run of white space is one space, none at the ends. `ignore`: none counts. `exact`: all counts.',
      ),
  }),
  z.object({
    type: z.literal('number'),
    value: z.number(),
    absoluteTolerance: z.number().nonnegative().optional(),
    relativeTolerance: z
      .number()
      .nonnegative()
      .optional()
      .describe(
        'Of `value`: 0.01 is one per cent. An answer within either tolerance is right; absent both, it must be equal but for rounding (1e-9).',
      ),
    unit: z
      .string()
      .min(1)
      .optional()
      .describe('The unit of `value`; an answer without a unit is taken to be in it.'),
    units: z
      .record(z.string().min(1), z.number().positive())
      .optional()
      .describe(
        'Other units that are accepted, each with what one of it is in `unit`: {"km": 1000} where the unit is m.',
      ),
  }),
  z.object({
    type: z.literal('choice'),
    options: z.array(z.object({ label: z.string().min(1).describe('`A`.'), text: z.string() })).min(2),
    right: z.string().min(1).describe('The label of the right option.'),
  }),
  z.object({
    type: z.literal('regex'),
    pattern: z.string().min(1).describe('A JavaScript pattern that the whole answer must match.'),
    flags: z
      .string()
      .regex(/^[imsu]*$/, 'only i, m, s and u are flags here')
      .optional(),
  }),
])
/** Which final answers are right. */
export type AnswerRule = z.infer<typeof answerRuleSchema>

const parametersSchema = z
  .record(z.string(), jsonSchema)
  .describe('JSON Schema of the one object that a call passes.')

export const toolSchema = z.union(
  [
    z.object({ name: z.string().min(1), description: z.string(), parameters: parametersSchema }),
    z
      .object({
        type: z.literal('function'),
        function: z.object({
          name: z.string().min(1),
          description: z.string().default(''),
          parameters: parametersSchema.default({}),
        }),
      })
      .describe("OpenAI's form of the same.")
      .transform((tool) => tool.function),
  ],
  {
    error:
      'A tool is {"name": "...", "description": "...", "parameters": {...}} or {"type": "function", "function": {...}}',
  },
)
export type Tool = z.infer<typeof toolSchema>

export const programShapeSchema = z.discriminatedUnion('kind', [
  z
    .object({ kind: z.literal('expression'), parameters: z.array(z.string()).min(1) })
    .describe('The response is one JavaScript expression over these parameters: `xs.filter(x=>x>3)`.'),
  z
    .object({
      kind: z.literal('function'),
      name: z.string().min(1),
      language: languageSchema.optional().describe('Absent: javascript.'),
      prelude: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Code in the language of the program that runs before it: the classes and imports that the statement takes for granted, such as TreeNode or `from collections import Counter`.',
        ),
      adapter: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Code in the language of the program that defines `adapted(program, ...args)`, whose value is judged instead of that of `program(...args)`: it turns lists into nodes and back, or returns an argument that the program changes in place.',
        ),
      objects: z
        .boolean()
        .optional()
        .describe(
          'The program returns objects, and the tests use their methods. Absent: a test uses only what it made itself by `new Name()`, in Python `Name()`.',
        ),
    })
    .describe(
      'The response holds a function (or a class) of this name, possibly in a code block among prose.',
    ),
  z
    .object({
      kind: z.literal('stdin'),
      language: languageSchema,
      tolerance: z
        .number()
        .nonnegative()
        .optional()
        .describe('Numbers in the output may differ by this much, absolutely or relatively.'),
    })
    .describe('The response is a whole program that reads standard input and prints.'),
  z
    .object({ kind: z.literal('answer'), answer: answerRuleSchema })
    .describe('The response ends in an answer: a word, a number, a choice.'),
  z
    .object({ kind: z.literal('question'), rule: questionRuleSchema, tells: tellsSchema.default('left') })
    .describe('The response answers a question, and its feedback teaches without giving the answer away.'),
  z
    .object({
      kind: z.literal('tool-call'),
      tools: z.array(toolSchema).min(1),
      api: z
        .string()
        .min(1)
        .describe(
          'JavaScript, run in the sandbox, that defines a function for each tool, of its name, which takes the object of the call and returns a value or throws an Error whose message is the feedback; and `check(results)`, which gets what the calls returned, in order, and returns true, or a text that says what is missing.',
        ),
    })
    .describe('The response calls tools, as JSON: {"name": ..., "arguments": {...}}, or a list of such.'),
  z
    .object({
      kind: z.literal('custom'),
      source: z
        .string()
        .min(1)
        .describe(
          'JavaScript, run in the sandbox, that defines `judge(response)`, which returns {reward: 0 to 1, feedback: text}.',
        ),
    })
    .describe('A judge that the author of the problem wrote.'),
])
export type ProgramShape = z.infer<typeof programShapeSchema>
export type ProgramKind = ProgramShape['kind']

/** Every kind of the format. */
export const programKinds: readonly ProgramKind[] = programShapeSchema.options.map(
  ({ shape }) => shape.kind.value,
)

/** What a response of a kind is, in the sentence of the format. */
export function kindSentence(kind: ProgramKind): string {
  return programShapeSchema.options.find(({ shape }) => shape.kind.value === kind)?.description ?? ''
}

/** The language that a response is to be written in; null where it is no program. */
export function languageOf(program: ProgramShape): Language | null {
  switch (program.kind) {
    case 'expression':
      return 'javascript'
    case 'function':
      return program.language ?? 'javascript'
    case 'stdin':
      return program.language
    default:
      return null
  }
}
