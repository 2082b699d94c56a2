/** A row of data: a problem of the lab's own form, or a row of a known set. */
import { z } from 'zod'
import { inOneLine } from '../../explained-error.ts'
import { languageSchema, problemSchema, programKinds } from '../../problems/problem.ts'
import { ProblemError } from '../../verify/problem-error.ts'
import { parseProblem } from '../../verify/validate.ts'
import { draftOf } from '../draft-program.ts'
import { emptyDraft, type ProblemDraft } from '../problem-draft.ts'
import type { NotUnderstood } from './pasted.ts'
import type { RowReading } from './rows/row.ts'
import { rowKinds } from './rows/table.ts'
import { normalTools, toolList } from './tools.ts'

/** The reading of a row, and the set it is of. */
export function readRow(row: unknown): { name: string; reading: RowReading } | null {
  for (const { name, read } of rowKinds) {
    const reading = read(row)
    if (reading) return { name, reading }
  }
  return null
}

interface Own {
  draft: ProblemDraft
  understood: string[]
  notUnderstood: NotUnderstood[]
}

/** A problem of the lab; null where the row is none. */
export function readOwn(row: unknown): Own | null {
  if (typeof row !== 'object' || row === null || !('statement' in row) || !('program' in row)) return null
  try {
    const problem = parseProblem({ id: 'pasted', title: '', ...row, ...plainTools(row.program) })
    return { draft: draftOf(problem), understood: ['A problem as the lab exports it'], notUnderstood: [] }
  } catch (error) {
    if (!(error instanceof ProblemError) && !(error instanceof RangeError)) throw error
    const reason =
      error instanceof ProblemError
        ? inOneLine(error.explanation)
        : 'Its parts lie too deep within each other.'
    return {
      draft: whatIsThere(row),
      understood: [],
      notUnderstood: [{ line: null, text: '', reason }],
    }
  }
}

/** The parts of a problem that cannot be judged as it is: they are kept, to be corrected. */
function whatIsThere(row: object & { statement: unknown; program: unknown }): ProblemDraft {
  const sound = problemSchema.safeParse({ id: 'pasted', title: '', ...row, ...plainTools(row.program) })
  if (sound.success) return { ...draftOf(sound.data), origin: null }
  const statement = typeof row.statement === 'string' ? row.statement : ''
  const program = programParts.safeParse(row.program)
  if (!program.success) return { ...emptyDraft, statement }
  const { kind, tools, api, source, name, language } = program.data
  return {
    ...emptyDraft,
    statement,
    kind,
    ...(tools !== undefined && { tools: `${JSON.stringify(tools, null, 2)}\n` }),
    ...(api !== undefined && { api }),
    ...(source !== undefined && { judge: source }),
    ...(name !== undefined && { name }),
    ...(language !== undefined && { language }),
  }
}

const programParts = z.object({
  kind: z.enum(programKinds),
  tools: z.unknown().optional(),
  api: z.string().optional(),
  source: z.string().optional(),
  name: z.string().optional(),
  language: languageSchema.optional(),
})

/** Tools in another provider's form become the lab's own. */
function plainTools(program: unknown): { program?: unknown } {
  if (typeof program !== 'object' || program === null || !('tools' in program)) return {}
  const own =
    Array.isArray(program.tools) &&
    program.tools.every(
      (each: unknown) => typeof each === 'object' && each !== null && 'parameters' in each && 'name' in each,
    )
  const read = own ? null : toolList.safeParse(program.tools)
  return read?.success ? { program: { ...program, tools: normalTools(read.data) } } : {}
}
