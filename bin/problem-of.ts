/** A problem that is named on the command line: a preset, or a file. */
import { existsSync, readFileSync } from 'node:fs'
import type { Problem } from '../src/problems/problem.ts'
import { loadPresets } from '../src/problems/sets.ts'
import { ProblemError } from '../src/verify/problem-error.ts'
import { parseProblem } from '../src/verify/validate.ts'

/** Throws a ProblemError where it is neither, or cannot be judged. */
export async function problemOf(name: string): Promise<Problem> {
  if (existsSync(name)) return parseProblem(readFileSync(name, 'utf8'))
  const presets = await loadPresets()
  const preset = presets.find(({ id }) => id === name)
  if (preset) return preset
  const near = presets.map(({ id }) => id).filter((id) => id.includes(name) || name.includes(id))
  throw new ProblemError(
    `There is no problem ${name}.`,
    'It is the id of no preset, and no file from this folder.',
    near.length > 0
      ? `Did you mean ${near.slice(0, 4).join(', ')}?`
      : '`sdpo-lab problems` lists the presets; a file is named from the folder that you are in.',
  )
}
