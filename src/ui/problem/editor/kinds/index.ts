/** The kinds of problems, as the editor shows them, in the order of its list. A kind of the format that is missing here does not compile. */
import type { ProgramKind } from '../../../../problems/problem.ts'
import { answer } from './answer.tsx'
import { custom } from './custom.tsx'
import { expression } from './expression.tsx'
import { functionKind } from './function.tsx'
import type { EditorKind } from './kind.ts'
import { question } from './question.tsx'
import { stdin } from './stdin.tsx'
import { toolCall } from './tool-call.tsx'

export const editorKinds: Readonly<Record<ProgramKind, EditorKind>> = {
  expression,
  function: functionKind,
  stdin,
  answer,
  question,
  'tool-call': toolCall,
  custom,
}
