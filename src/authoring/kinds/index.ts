/**
 * The kinds of problems that people write by hand. A kind that has no row here is written as a file: a draft
 * keeps the program of the problem that it began as.
 */
import type { ProgramKind } from '../../problems/problem.ts'
import { answer } from './answer.ts'
import { custom } from './custom.ts'
import { expression } from './expression.ts'
import { functionKind } from './function.ts'
import type { DraftKind } from './kind.ts'
import { question } from './question.ts'
import { stdin } from './stdin.ts'
import { toolCall } from './tool-call.ts'

const kinds: { readonly [K in ProgramKind]?: DraftKind<K> } = {
  expression,
  function: functionKind,
  stdin,
  answer,
  question,
  'tool-call': toolCall,
  custom,
}

/** What a draft knows of a kind; undefined where such problems are written as files. */
export function draftKind<K extends ProgramKind>(kind: K): DraftKind<K> | undefined {
  return kinds[kind]
}
