/** LiveCodeBench: statements of LeetCode, AtCoder and Codeforces with tests of their own. */
import { z } from 'zod'
import type { Json } from '../../../problems/problem.ts'
import { literal } from '../calls.ts'
import type { PastedTest } from '../pasted.ts'
import { fromJson, rowKind } from './row.ts'

const test = z.object({ input: z.string(), output: z.string(), testtype: z.string().optional() })

export const liveCodeBench = rowKind(
  'LiveCodeBench',
  z.object({
    question_title: z.string().default(''),
    question_content: z.string(),
    starter_code: z.string().nullish(),
    public_test_cases: z.unknown().optional(),
    private_test_cases: z.unknown().optional(),
    metadata: z.unknown().optional(),
  }),
  ({ question_title, question_content, starter_code, public_test_cases, private_test_cases, metadata }) => {
    const shown = z.array(test).safeParse(fromJson(public_test_cases))
    const kept = z.array(test).safeParse(fromJson(private_test_cases))
    const named = z.object({ func_name: z.string() }).safeParse(fromJson(metadata))
    if (!shown.success && !kept.success) return null
    const tests = [
      ...(shown.success ? shown.data.map((each) => testOf(each)) : []),
      ...(kept.success ? kept.data.map((each) => ({ ...testOf(each), hidden: true as const })) : []),
    ]
    return {
      title: question_title,
      text: `${question_content}\n\n${starter_code ?? ''}`,
      found: {
        tests,
        only: true,
        language: 'python',
        ...(named.success && { name: named.data.func_name.split('.').at(-1)! }),
        understood: [`${tests.length} ${tests.length === 1 ? 'test' : 'tests'} of the row`],
      },
      ...(typeof private_test_cases === 'string' &&
        private_test_cases !== '' &&
        !kept.success && { left: ['Its private tests are compressed, and are left out.'] }),
    }
  },
)

/** Functional tests hold an argument a line. */
function testOf({ input, output, testtype }: z.infer<typeof test>): PastedTest {
  if (testtype === 'functional') {
    const args = input
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => literal(line))
    const expected = literal(output)
    if (expected && args.every((arg) => arg !== null))
      return { args: args.map((arg): Json => arg.value), expected: expected.value }
  }
  return { stdin: ended(input), stdout: ended(output) }
}

const ended = (text: string) => (text.endsWith('\n') ? text : `${text}\n`)
