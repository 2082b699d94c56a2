/** HumanEval in JavaScript and TypeScript (HumanEval-X, MultiPL-E); rows in other languages are known in order to say so. */
import { z } from 'zod'
import { parser } from '@lezer/javascript'
import { claimsOf } from '../script-tests.ts'
import { rowKind, type RowReading } from './row.ts'

const typescript = parser.configure({ dialect: 'ts' })
const judged = /^(?:js|ts|javascript|typescript)$/i
const others =
  /^(?:c|cpp|c\+\+|cs|csharp|c#|java|go|rust|rs|php|pl|perl|rb|ruby|swift|scala|kotlin|kt|lua|r|jl|julia|sh|bash|d|rkt|racket|hs|haskell|ml|ocaml|dart|elixir|clj)$/i

export const humanEvalScript = rowKind(
  'HumanEval in another language',
  z.object({
    prompt: z.string(),
    test: z.string().optional(),
    tests: z.string().optional(),
    language: z.string().optional(),
    task_id: z.string().optional(),
    canonical_solution: z.string().default(''),
  }),
  ({ prompt, test, tests, language, task_id, canonical_solution }): RowReading | null => {
    const check = tests ?? test
    const named = language ?? /^([A-Za-z+]+)\/\d+$/.exec(task_id ?? '')?.[1]
    if (check === undefined || named === undefined) return null
    if (others.test(named))
      return {
        text: '',
        found: { prose: prompt.trim() },
        left: [
          `Its code is ${named}, and the judge runs JavaScript and Python. Choose the row of one of these.`,
        ],
      }
    if (!judged.test(named)) return null
    const { prose, code } = parted(prompt)
    const called = /\bcandidate\s*=\s*([\w$]+)\s*;?/.exec(check)
    const plain = called ? check.replace(called[0], '').replace(/\bcandidate\b/g, called[1]!) : check
    const claims = claimsOf(plain, typescript.parse(plain).topNode)
    return {
      text: `${prose}\n\n${code}${canonical_solution === '' ? '}' : canonical_solution}`,
      found: {
        language: 'javascript',
        tests: claims.tests.map((each) => ({ ...each, hidden: true as const })),
        understood: [`${claims.tests.length} hidden tests of the row`],
      },
      ...(claims.unread.length > 0 && {
        left: [`${claims.unread.length} of its tests could not be read. Write them under Tests.`],
      }),
    }
  },
)

/** The comment, its doctests as calls with a result, and the code below it. */
function parted(prompt: string): { prose: string; code: string } {
  const comments = prompt.match(/\/\*[\s\S]*?\*\/|^\/\/.*$/gm) ?? []
  const prose = comments
    .map((each) => each.replace(/^\/\*+|\*+\/$/g, '').replace(/^\s*(?:\/\/|\*(?!\*))?\s?/gm, ''))
    .join('\n')
    .replace(/^\s*>>>\s*(.+)\n\s*(\S.*)$/gm, '$1 -> $2')
  return {
    prose: prose.trim(),
    code: comments.reduce((code, each) => code.replace(each, ''), prompt).trim() + '\n',
  }
}
