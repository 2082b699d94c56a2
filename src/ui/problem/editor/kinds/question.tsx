/** A question whose feedback teaches: options, a number, a form, fields; and how much of it is told. */
import { QuestionFields } from '../QuestionFields.tsx'
import { TellsFields } from '../TellsFields.tsx'
import type { EditorKind } from './kind.ts'

export const question: EditorKind = {
  name: 'A question with hints',
  right: 'Words or a number, with hints',
  testsName: 'Answer',
  tests: ({ draft, onChange }) => (
    <QuestionFields question={draft.question} onChange={(question) => onChange({ ...draft, question })} />
  ),
  judge: ({ draft, onChange }) => (
    <TellsFields
      draft={draft}
      onTells={(tells) => onChange({ ...draft, question: { ...draft.question, tells } })}
    />
  ),
  ownDetail: true,
  language: () => 'plaintext',
}
