/** Functions: the response holds a function or a class of a given name, possibly in a code block among prose. */
import { extractFunction } from '../extract.ts'
import { extractBody } from '../extract/body.ts'
import { checkName } from '../identifiers.ts'
import { judgeProgram } from '../judge-program.ts'
import type { JudgeKind } from './kind.ts'

export const functionKind: JudgeKind<'function'> = {
  tests: ['args', 'call', 'assert'],
  check: ({ name, language = 'javascript' }) => checkName(name, 'function', language),
  judge: ({ name, language, prelude, adapter, objects }, submission) => {
    const { response, problem } = submission
    const body = language === 'python' ? extractBody(response, name, problem.statement) : null
    return judgeProgram(submission, body ?? extractFunction(response, name, language), {
      language: language ?? 'javascript',
      shape: { kind: 'function', name, ...(objects && { objects: true }) },
      ...(prelude !== undefined && { prelude }),
      ...(adapter !== undefined && { adapter }),
    })
  },
}
