/** What is given to a function, what is called in its place, and how much one attempt may use. */
import { editorKinds } from './kinds/index.ts'
import type { DraftProps } from './kinds/kind.ts'

export function GivenFields({ draft, onChange }: DraftProps) {
  const { limits } = draft
  return (
    <>
      {editorKinds[draft.kind].given?.({ draft, onChange })}
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
