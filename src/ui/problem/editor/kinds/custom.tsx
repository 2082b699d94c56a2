/** Whatever a judge of the person's own accepts. */
import { CodeField } from '../CodeField.tsx'
import type { EditorKind } from './kind.ts'

export const custom: EditorKind = {
  name: 'Judged by own code',
  right: 'What my own code accepts',
  testsName: 'Tests',
  tests: () => <p className="problem-form-note">The judge decides alone: write it under Judge.</p>,
  judge: ({ draft, marks, onChange }) => (
    <CodeField
      label="Judge"
      language="javascript"
      value={draft.judge}
      marks={marks}
      help="judge(response) returns {reward, feedback}: a reward from 0 to 1, and what the self-teacher reads. It runs in the sandbox, without network."
      onChange={(judge) => onChange({ ...draft, judge })}
    />
  ),
  language: () => 'plaintext',
}
