/** A final answer: words, a number, a choice, compared by a rule. */
import { AnswerFields } from '../AnswerFields.tsx'
import type { EditorKind } from './kind.ts'

export const answer: EditorKind = {
  name: 'A final answer',
  right: 'A word, a number or a choice',
  testsName: 'Answer',
  tests: ({ draft, onChange }) => (
    <AnswerFields answer={draft.answer} onChange={(answer) => onChange({ ...draft, answer })} />
  ),
  language: () => 'plaintext',
}
