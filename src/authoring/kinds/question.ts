/** A question whose feedback teaches. */
import { questionDraftOf, readQuestion } from '../problem-draft-question.ts'
import type { DraftKind } from './kind.ts'

export const question: DraftKind<'question'> = {
  fields: (program) => ({ question: questionDraftOf(program) }),
  program: (draft) => {
    const read = readQuestion(draft.question)
    return 'program' in read ? read : { ...read, field: 'tests' }
  },
}
