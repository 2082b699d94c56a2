/** CodeContests: a statement with public, private and generated tests of standard input and output. */
import { z } from 'zod'
import type { PastedTest } from '../pasted.ts'
import { rowKind } from './row.ts'

const tests = z.object({ input: z.array(z.string()), output: z.array(z.string()) })
type Tests = z.infer<typeof tests>
/** More are slow to judge. */
const most = 40

export const codeContests = rowKind(
  'CodeContests',
  z.object({
    name: z.string().default(''),
    description: z.string(),
    public_tests: tests,
    private_tests: tests.nullish(),
    generated_tests: tests.nullish(),
  }),
  ({ name, description, public_tests, private_tests, generated_tests }) => {
    const hidden = [private_tests, generated_tests].flatMap((each) => (each ? pairsOf(each) : []))
    const all: PastedTest[] = [
      ...pairsOf(public_tests),
      ...hidden.map((each) => ({ ...each, hidden: true as const })),
    ]
    return {
      title: /^\d+_[A-Z]\d*\.\s+(.+)$/.exec(name)?.[1] ?? name,
      text: description,
      found: {
        tests: all.slice(0, most),
        only: true,
        stdin: true,
        understood: [`${public_tests.input.length} shown and ${hidden.length} hidden tests of the row`],
      },
      ...(all.length > most && { left: [`${all.length - most} more tests are left out.`] }),
    }
  },
)

const pairsOf = ({ input, output }: Tests) =>
  input.slice(0, output.length).map((stdin, i) => ({ stdin: ended(stdin), stdout: ended(output[i]!) }))

const ended = (text: string) => (text.endsWith('\n') ? text : `${text}\n`)
