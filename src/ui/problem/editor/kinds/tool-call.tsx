/** Calls of tools, run against an API. */
import { CodeField } from '../CodeField.tsx'
import type { EditorKind } from './kind.ts'

export const toolCall: EditorKind = {
  name: 'Tool calls',
  right: 'The right calls of tools',
  testsName: 'Tools',
  tests: ({ draft, marks, onChange }) => (
    <div className="stack">
      <h3>Tools, with the JSON Schema of their arguments</h3>
      <CodeField
        key="tools"
        label="Tools"
        language="plaintext"
        rows={7}
        value={draft.tools}
        marks={marks}
        onChange={(tools) => onChange({ ...draft, tools })}
      />
      <h3>The API, in JavaScript</h3>
      <CodeField
        key="api"
        label="API"
        language="javascript"
        rows={9}
        value={draft.api}
        help="A function for each tool: what it throws is the feedback. check(results) returns true, or what is missing."
        onChange={(api) => onChange({ ...draft, api })}
      />
    </div>
  ),
  language: () => 'plaintext',
  example: () => '{"name": "find_train", "arguments": {"from": "Oslo", "to": "Bergen", "day": "Friday"}}',
}
