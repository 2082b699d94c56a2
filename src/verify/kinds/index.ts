/** The kinds of programs, each with its judge. A kind of the format (problems/problem.ts) that is missing here does not compile. */
import type { ProgramKind } from '../../problems/problem.ts'
import { answer } from './answer.ts'
import { custom } from './custom.ts'
import { expression } from './expression.ts'
import { functionKind } from './function.ts'
import type { JudgeKind } from './kind.ts'
import { question } from './question.ts'
import { stdin } from './stdin.ts'
import { toolCall } from './tool-call.ts'

const kinds: { readonly [K in ProgramKind]: JudgeKind<K> } = {
  expression,
  function: functionKind,
  stdin,
  answer,
  question,
  'tool-call': toolCall,
  custom,
}

/** The judge of a kind of program. */
export function kindOf<K extends ProgramKind>(kind: K): JudgeKind<K> {
  return kinds[kind]
}
