/** A function of a name, with code that may be given to it. */
import { readTests, testForm } from '../problem-draft-tests.ts'
import type { DraftKind } from './kind.ts'

export const functionKind: DraftKind<'function'> = {
  fields: ({ name, language = 'javascript', prelude = '', adapter = '' }) => ({
    name,
    language,
    prelude,
    adapter,
  }),
  program: ({ name, language, prelude, adapter, origin }) => ({
    program: {
      kind: 'function',
      name: name.trim(),
      ...(language !== 'javascript' && { language }),
      ...(prelude.trim() !== '' && { prelude }),
      ...(adapter.trim() !== '' && { adapter }),
      // No field of the form: what its tests use stays as the problem's file says.
      ...(origin?.program.kind === 'function' && origin.program.objects && { objects: true }),
    },
  }),
  tests: {
    read: ({ tests, language, name }) => readTests(tests, language, name.trim()),
    form: testForm,
  },
}
