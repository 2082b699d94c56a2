/** What is given to a function, what is called in its place, and how much one attempt may use. */
import type { ProblemDraft } from '../../../authoring/problem-draft.ts'
import { CodeField } from './CodeField.tsx'

export function GivenFields({
  draft,
  onChange,
}: {
  draft: ProblemDraft
  onChange: (draft: ProblemDraft) => void
}) {
  const { limits } = draft
  return (
    <>
      {draft.kind === 'function' && (
        <details className="judge-choice" open={draft.prelude !== '' || draft.adapter !== ''}>
          <summary>Code around the function</summary>
          <div className="stack">
            <h3>Given to it</h3>
            <CodeField
              label="Code that is given"
              language={draft.language}
              rows={5}
              value={draft.prelude}
              help="Runs before the answer: classes and imports that the statement takes for granted."
              onChange={(prelude) => onChange({ ...draft, prelude })}
            />
            <h3>Called in its place</h3>
            <CodeField
              label="Adapter"
              language={draft.language}
              rows={5}
              value={draft.adapter}
              help="adapted(program, ...args) turns what a test holds into what the function takes, and back."
              onChange={(adapter) => onChange({ ...draft, adapter })}
            />
          </div>
        </details>
      )}
      <div className="program-fields">
        <label className="field">
          <span>Time, in ms</span>
          <input
            className="textbox"
            inputMode="numeric"
            placeholder={draft.language === 'python' ? '4000' : '1000'}
            value={limits.timeMs}
            onChange={(event) => onChange({ ...draft, limits: { ...limits, timeMs: event.target.value } })}
          />
        </label>
        <label className="field">
          <span>Memory, in MB</span>
          <input
            className="textbox"
            inputMode="numeric"
            placeholder={draft.language === 'python' ? '128' : '32'}
            value={limits.memoryMb}
            onChange={(event) => onChange({ ...draft, limits: { ...limits, memoryMb: event.target.value } })}
          />
        </label>
      </div>
    </>
  )
}
