/** The title of a problem, and what an answer to it is: an expression, a function, a program, words, calls, or whatever an own judge says. */
import { begunFrom } from '../../../authoring/problem-draft-question.ts'
import type { ProgramKind } from '../../../problems/problem.ts'
import { editorKinds } from './kinds/index.ts'
import type { DraftProps } from './kinds/kind.ts'

/** What was known to be right stays so as a question with hints. */
const ofKind = (draft: DraftProps['draft'], kind: ProgramKind): DraftProps['draft'] => ({
  ...draft,
  kind,
  ...(kind === 'question' &&
    draft.kind === 'answer' && { question: begunFrom(draft.question, draft.answer) }),
})

export function ProgramFields({ draft, onChange }: DraftProps) {
  return (
    <div className="program-fields">
      <label className="field title">
        <span>Title</span>
        <input
          className="textbox"
          dir="auto"
          value={draft.title}
          onChange={(event) => onChange({ ...draft, title: event.target.value })}
        />
      </label>
      <label className="field">
        <span>An answer is</span>
        <select
          className="textbox"
          value={draft.kind}
          onChange={(event) => onChange(ofKind(draft, event.target.value as ProgramKind))}
        >
          {Object.entries(editorKinds).map(([kind, { name }]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {editorKinds[draft.kind].fields?.({ draft, onChange })}
    </div>
  )
}
