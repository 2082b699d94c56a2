/** APPS and its like (TACO): statements with inputs and outputs as JSON, of programs or of a function. */
import { z } from 'zod'
import { jsonSchema } from '../../../problems/problem.ts'
import type { PastedTest } from '../pasted.ts'
import { fromJson, rowKind } from './row.ts'

const cases = z.object({
  inputs: z.array(jsonSchema),
  outputs: z.array(jsonSchema),
  fn_name: z.string().nullish(),
})
/** More are no help to a person, and slow to judge. */
const most = 40

export const apps = rowKind(
  'APPS',
  z.object({
    question: z.string(),
    input_output: z.unknown().optional(),
    solutions: z.unknown().optional(),
    starter_code: z.string().nullish(),
  }),
  ({ question, input_output, solutions, starter_code }) => {
    const read = cases.safeParse(fromJson(input_output))
    if (!read.success) return null
    const { inputs, outputs, fn_name } = read.data
    const all = inputs.slice(0, outputs.length)
    const tests = all.slice(0, most).map((input, i): PastedTest => {
      const output = outputs[i]!
      const hidden = i < 2 ? {} : { hidden: true as const }
      return fn_name
        ? {
            args: Array.isArray(input) ? input : [input],
            expected: Array.isArray(output) && output.length === 1 ? output[0]! : output,
            ...hidden,
          }
        : { stdin: text(input), stdout: text(output), ...hidden }
    })
    const known = z.array(z.string()).safeParse(fromJson(solutions))
    return {
      text: `${question}\n\n${starter_code ?? ''}`,
      found: {
        tests,
        only: true,
        language: 'python',
        ...(fn_name && { name: fn_name }),
        ...(known.success && known.data[0] !== undefined && { solution: known.data[0] }),
        understood: [
          `${tests.length} ${tests.length === 1 ? 'test' : 'tests'} of the row, all but two hidden`,
        ],
      },
      ...(all.length > most && { left: [`${all.length - most} more tests are left out.`] }),
    }
  },
)

function text(value: unknown): string {
  const joined = Array.isArray(value) ? value.map(String).join('\n') : String(value)
  return joined.endsWith('\n') ? joined : `${joined}\n`
}
