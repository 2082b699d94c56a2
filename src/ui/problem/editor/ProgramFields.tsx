/** The title of a problem, and what an answer to it is: an expression, a function, a program, words, calls, or whatever an own judge says. */
import type { ProblemDraft } from '../../../authoring/problem-draft.ts'
import type { Language, ProgramKind } from '../../../problems/problem.ts'

const kinds: Record<ProgramKind, string> = {
  expression: 'A JavaScript expression',
  function: 'A function',
  stdin: 'A whole program',
  answer: 'A final answer',
  'tool-call': 'Tool calls',
  custom: 'Judged by own code',
}

export function ProgramFields({
  draft,
  onChange,
}: {
  draft: ProblemDraft
  onChange: (draft: ProblemDraft) => void
}) {
  const spoken = draft.kind === 'function' || draft.kind === 'stdin'
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
          onChange={(event) => onChange({ ...draft, kind: event.target.value as ProgramKind })}
        >
          {Object.entries(kinds).map(([kind, name]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {spoken && (
        <label className="field">
          <span>Language</span>
          <select
            className="textbox"
            value={draft.language}
            onChange={(event) => onChange({ ...draft, language: event.target.value as Language })}
          >
            <option value="javascript">JavaScript</option>
            <option value="python">Python</option>
          </select>
        </label>
      )}
      {draft.kind === 'function' && (
        <label className="field">
          <span>Its name</span>
          <input
            className="textbox"
            spellCheck={false}
            value={draft.name}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        </label>
      )}
      {draft.kind === 'expression' && (
        <label className="field">
          <span>Over</span>
          <input
            className="textbox"
            spellCheck={false}
            value={draft.parameters.join(', ')}
            onChange={(event) => onChange({ ...draft, parameters: event.target.value.split(/\s*,\s*/) })}
          />
        </label>
      )}
    </div>
  )
}
