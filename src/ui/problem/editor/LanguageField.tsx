/** The language that a program is to be written in. */
import type { Language } from '../../../problems/problem.ts'
import type { DraftProps } from './kinds/kind.ts'

export function LanguageField({ draft, onChange }: DraftProps) {
  return (
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
  )
}
