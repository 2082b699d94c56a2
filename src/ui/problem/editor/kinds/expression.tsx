/** An expression over parameters, judged by its values. */
import { CodeField } from '../CodeField.tsx'
import type { EditorKind } from './kind.ts'

export const expression: EditorKind = {
  name: 'A JavaScript expression',
  fields: ({ draft, onChange }) => (
    <label className="field">
      <span>Over</span>
      <input
        className="textbox"
        spellCheck={false}
        value={draft.parameters.join(', ')}
        onChange={(event) => onChange({ ...draft, parameters: event.target.value.split(/\s*,\s*/) })}
      />
    </label>
  ),
  testsName: 'Tests',
  tests: ({ draft, marks, onChange }) => (
    <CodeField
      key="tests"
      label="Tests"
      language="plaintext"
      value={draft.tests}
      marks={marks}
      placeholder={'f([4, 1, 5]) -> [8, 10]\nf([3, 9]) -> [18]'}
      help={`One a line: f([4, 1, 5]) -> [8, 10]. A line that begins with \u201chidden\u201d is judged and never told.`}
      onChange={(tests) => onChange({ ...draft, tests })}
    />
  ),
  language: () => 'javascript',
  example: () => 'xs.filter(x=>x>3).map(x=>x*2)',
}
