/** Which format a value of a file is of, and what files of it do not have. */
import type { ForeignAttempt } from './foreign.ts'
import { isLogprobs, readLogprobs } from './logprobs.ts'
import { isOwn, readOwn } from './own-format.ts'
import { isOpdViz, readOpdViz } from './opd-viz.ts'
import { isPromptLogprobs, readPromptLogprobs } from './prompt-logprobs.ts'
import { isTokenExport, readTokenExport } from './token-exports.ts'
import { isTrlCompletions, readTrlCompletions } from './trl-completions.ts'
import { isVerifiers, readVerifiers, type PieceOf } from './verifiers.ts'
import { isVerl, readVerl } from './verl.ts'

export type FormatId =
  'own' | 'verifiers' | 'token-exports' | 'verl' | 'trl' | 'opd-viz' | 'logprobs' | 'prompt-logprobs'

interface Format {
  id: FormatId
  /** As its makers call it. */
  name: string
  is(value: unknown): boolean
  read(value: unknown, pieceOf: PieceOf): ForeignAttempt[]
}

export const formats: readonly Format[] = [
  { id: 'own', name: 'SDPO Lab\u2019s trace lines', is: isOwn, read: readOwn },
  { id: 'verifiers', name: 'verifiers\u2019 traces.jsonl', is: isVerifiers, read: readVerifiers },
  {
    id: 'logprobs',
    name: 'a server\u2019s answer with log-probabilities',
    is: isLogprobs,
    read: readLogprobs,
  },
  {
    id: 'prompt-logprobs',
    name: 'a server\u2019s reading of a text',
    is: isPromptLogprobs,
    read: readPromptLogprobs,
  },
  {
    id: 'token-exports',
    name: 'prime-rl\u2019s token exports',
    is: isTokenExport,
    read: readTokenExport,
  },
  { id: 'opd-viz', name: 'a rollout scored by opd-viz', is: isOpdViz, read: readOpdViz },
  { id: 'trl', name: 'TRL\u2019s completions', is: isTrlCompletions, read: readTrlCompletions },
  { id: 'verl', name: 'verl\u2019s rollout lines', is: isVerl, read: readVerl },
]

/** Null where it is none that is known. */
export function formatOf(value: unknown): Format | null {
  return formats.find((format) => format.is(value)) ?? null
}
