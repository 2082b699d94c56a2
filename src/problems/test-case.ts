/** The tests of a problem: arguments or a call with the value that is expected, an assertion, or standard input with what it should print. */
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

export function isArgsTest(test: TestCase): test is ArgsTest {
  return 'args' in test
}
