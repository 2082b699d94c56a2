/**
 * A problem: what the model is asked, and how an answer is judged. Plain data, so that it can be
 * pasted, shared in a link and stored in a run. Validated at every border (paste, import, worker).
 * docs/PROBLEM.md tells it to people, field by field; `checkProblem` (verify/check-problem.ts) holds
 * its parts to one another.
 */
import { z } from 'zod'

export const jsonSchema = z.json()
export type Json = z.infer<typeof jsonSchema>

const hidden = z
  .boolean()
  .optional()
  .describe('Judged, but told to nobody: neither feedback nor the model ever reads it.')

export const argsTestSchema = z.object({
  args: z.array(jsonSchema).describe('One JSON value per parameter of the program.'),
  expected: jsonSchema.describe('What the program should return for them.'),
  hidden,
})
/** The program called with these arguments. */
export type ArgsTest = z.infer<typeof argsTestSchema>

const callTestSchema = z.object({
  call: z.string().min(1).describe("An expression in the program's language: `area(Square(2))`."),
  expected: jsonSchema.describe('Its value.'),
  hidden,
})

const assertTestSchema = z.object({
  assert: z
    .string()
    .min(1)
    .describe(
      'Python: statements with an assert, `assert f(1) == 2`. JavaScript: an expression that is true, `f(1) === 2`. A list or an object that the program returns is compared by what it holds, in both.',
    ),
  hidden,
})

const stdinTestSchema = z.object({
  stdin: z.string().describe('What the program reads.'),
  stdout: z
    .string()
    .describe('What it should print: line by line, white space at the ends of lines and of the text aside.'),
  hidden,
})

export const testCaseSchema = z.union([argsTestSchema, callTestSchema, assertTestSchema, stdinTestSchema], {
  error:
    'A test is {"args": [...], "expected": ...}, {"call": "f(1)", "expected": ...}, {"assert": "..."} or {"stdin": "...", "stdout": "..."}',
})
export type TestCase = z.infer<typeof testCaseSchema>

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

export const compareSchema = z.object({
  order: z
    .enum(['any', 'any-nested'])
    .optional()
    .describe(
      '`any`: the items of the list that is returned, or the lines that are printed, may come in any order. `any-nested`: the lists within it, or the words of each line, too. Absent: the order counts.',
    ),
  case: z
    .literal('any')
    .optional()
    .describe('`any`: capital letters count as small ones. Absent: they do not.'),
  tolerance: z
    .number()
    .nonnegative()
    .optional()
    .describe('Numbers may differ by this much, absolutely or relatively.'),
  checker: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Where several answers are right: JavaScript, run in the sandbox, that defines `check(input, output, expected)`, which returns true, or a text that says what is wrong. `input` is the list of arguments, the call or the standard input; `output` what was returned or printed.',
    ),
})
/** How what a program gives is compared with what a test expects. */
export type Compare = z.infer<typeof compareSchema>

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

/** What the author of a report's tests knows of it, so that feedback can name the field that is off. */
export const reportChecksSchema = z.object({
  filters: z
    .array(
      z.object({ field: z.string(), test: z.enum(['is', 'not', '>', '<']), value: z.number().optional() }),
    )
    .describe('Every row of the report passes these.'),
  order: z
    .object({ field: z.string(), descending: z.boolean() })
    .optional()
    .describe('The rows come in this order.'),
  show: z
    .string()
    .optional()
    .describe('The field that the report shows; absent for a report that is one number.'),
})
export type ReportChecks = z.infer<typeof reportChecksSchema>

export const feedbackDetailSchema = z.enum(['nothing', 'verdict', 'first-failure', 'all-failures'])
export type FeedbackDetail = z.infer<typeof feedbackDetailSchema>

export const problemSchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  statement: z
    .string()
    .min(1)
    .describe('The question exactly as the model reads it, before any chat template.'),
  family: z
    .enum(['lists', 'records'])
    .optional()
    .describe("The bundled model's families; absent for problems of another kind."),
  field: z
    .enum(['lists', 'records', 'programming', 'contest', 'science', 'tools'])
    .optional()
    .describe('Where it is shelved.'),
  suits: z
    .enum(['tiny', 'small-llm'])
    .optional()
    .describe(
      '`tiny`: the bundled model, which knows the words of its families and no others. `small-llm`: a language model of the catalogue.',
    ),
  program: programShapeSchema,
  tests: z
    .array(testCaseSchema)
    .default([])
    .describe('At least one for expression, function and stdin; none for answer, tool-call and custom.'),
  compare: compareSchema
    .optional()
    .describe(
      'Programs with tests of arguments, calls or standard input: when a result is the expected one. Absent: when it is equal to it.',
    ),
  feedbackStyle: z
    .enum(['leetcode', 'report'])
    .default('leetcode')
    .describe(
      "How a failing test is told: LeetCode's input, output and expected, or the first thing that breaks in a report.",
    ),
  feedbackDetail: feedbackDetailSchema
    .optional()
    .describe(
      'How much the feedback tells: `nothing`; the `verdict` and how many tests passed; the `first-failure` (when absent), with its input, output and expected; `all-failures`.',
    ),
  partialCredit: z
    .boolean()
    .optional()
    .describe('The reward is the share of tests that pass. Absent: 1 where all pass, else 0.'),
  limits: z
    .object({ timeMs: z.number().int().min(50).max(20_000), memoryMb: z.number().int().min(8).max(512) })
    .partial()
    .optional()
    .describe('What one attempt may use, all its tests together. Absent: the limits of the language.'),
  strictFields: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe(
      "Report problems: rows are strict, and an unknown field throws, naming the row's own field of the same meaning. field -> its synonyms.",
    ),
  report: reportChecksSchema.optional().describe('Report problems: what feedback may name.'),
  solution: z.string().optional().describe('A response that is right. Never shown to the model.'),
  note: z.string().optional().describe('Why it is hard, in a sentence for the person.'),
})
export type Problem = z.infer<typeof problemSchema>

/** The language that a response is to be written in; null where it is no program. */
export function languageOf(program: ProgramShape): Language | null {
  switch (program.kind) {
    case 'expression':
      return 'javascript'
    case 'function':
      return program.language ?? 'javascript'
    case 'stdin':
      return program.language
    case 'answer':
    case 'tool-call':
    case 'custom':
      return null
    default:
      return program satisfies never
  }
}

export function isArgsTest(test: TestCase): test is ArgsTest {
  return 'args' in test
}

/** How much of a test's outcome is told, with the default. */
export function feedbackDetailOf(problem: Problem): FeedbackDetail {
  return problem.feedbackDetail ?? 'first-failure'
}
