/** A whole program. */
import { readStdinTests, stdinForm } from '../problem-draft-tests.ts'
import type { DraftKind } from './kind.ts'

export const stdin: DraftKind<'stdin'> = {
  fields: ({ language }) => ({ language }),
  program: ({ language }) => ({ program: { kind: 'stdin', language } }),
  tests: { read: ({ tests }) => readStdinTests(tests), form: stdinForm },
}
