/** A whole program, judged by what it prints. */
import { CodeField } from '../CodeField.tsx'
import { LanguageField } from '../LanguageField.tsx'
import type { EditorKind } from './kind.ts'

export const stdin: EditorKind = {
  name: 'A whole program',
  right: 'A program that reads and prints',
  fields: LanguageField,
  testsName: 'Tests',
  tests: ({ draft, marks, onChange }) => (
    <CodeField
      key="stdin"
      label="Tests"
      language="plaintext"
      value={draft.tests}
      marks={marks}
      placeholder={'input:\n3\n1 2 3\noutput:\n6\n\nhidden input:\n0\noutput:\n0'}
      help="Each begins with a line “input:”, what it should print with “output:”. “hidden input:” is judged and never told."
      onChange={(tests) => onChange({ ...draft, tests })}
    />
  ),
  language: ({ language }) => language,
  example: ({ language }) =>
    language === 'python'
      ? 'n = int(input())\nprint(n)'
      : "const lines = require('fs').readFileSync(0, 'utf8').split('\\n')\nconsole.log(lines[0])",
}
