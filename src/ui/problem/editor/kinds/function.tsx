/** A function, judged by what it returns; code may be given to it, and an adapter called in its place. */
import { CodeField } from '../CodeField.tsx'
import { LanguageField } from '../LanguageField.tsx'
import type { DraftProps, EditorKind } from './kind.ts'

export const functionKind: EditorKind = {
  name: 'A function',
  right: 'A function that passes tests',
  fields: ({ draft, onChange }) => (
    <>
      <LanguageField draft={draft} onChange={onChange} />
      <label className="field">
        <span>Its name</span>
        <input
          className="textbox"
          spellCheck={false}
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
        />
      </label>
    </>
  ),
  testsName: 'Tests',
  tests: ({ draft, marks, onChange }) => (
    <CodeField
      key="tests"
      label="Tests"
      language="plaintext"
      value={draft.tests}
      marks={marks}
      placeholder={`${draft.name}([4, 1, 5]) -> [8, 10]\nhidden ${draft.name}([]) -> []\nassert ${draft.name}([1]) == [2]`}
      help={`One a line: ${draft.name}([4, 1, 5]) -> [8, 10], or an assert. A line that begins with \u201chidden\u201d is judged and never told.`}
      onChange={(tests) => onChange({ ...draft, tests })}
    />
  ),
  given: Around,
  language: ({ language }) => language,
  example: ({ language, name }) =>
    language === 'python' ? `def ${name}(xs):\n    return xs` : `function ${name}(xs) {\n  return xs\n}`,
}

function Around({ draft, onChange }: DraftProps) {
  return (
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
  )
}
