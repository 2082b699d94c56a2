/** A final answer. */
import { answerDraftOf, readAnswer } from '../problem-draft-answer.ts'
import type { DraftKind } from './kind.ts'

export const answer: DraftKind<'answer'> = {
  fields: ({ answer }) => ({ answer: answerDraftOf(answer) }),
  program: (draft) => {
    const read = readAnswer(draft.answer)
    return 'rule' in read ? { program: { kind: 'answer', answer: read.rule } } : { ...read, field: 'tests' }
  },
}
