/** What tells a right answer from a wrong one: tests of a program, the answer itself, or the tools and the API that calls are run against. */
import type { ProblemDraft } from '../../../authoring/problem-draft.ts'
import type { ProgramKind } from '../../../problems/problem.ts'
import { AnswerFields } from './AnswerFields.tsx'
import { CodeField, type Mark } from './CodeField.tsx'

export function testsName(kind: ProgramKind): string {
  switch (kind) {
    case 'expression':
    case 'function':
    case 'stdin':
    case 'custom':
      return 'Tests'
    case 'answer':
      return 'Answer'
    case 'tool-call':
      return 'Tools'
    default:
      return kind satisfies never
  }
}

export function TestsTab({
  draft,
  marks,
  onChange,
}: {
  draft: ProblemDraft
  marks: readonly Mark[]
  onChange: (draft: ProblemDraft) => void
}) {
  switch (draft.kind) {
    case 'expression':
    case 'function':
      return (
        <CodeField
          key="tests"
          label="Tests"
          language="plaintext"
          value={draft.tests}
          marks={marks}
          placeholder={
            draft.kind === 'function'
              ? `${draft.name}([4, 1, 5]) -> [8, 10]\nhidden ${draft.name}([]) -> []\nassert ${draft.name}([1]) == [2]`
              : 'f([4, 1, 5]) -> [8, 10]\nf([3, 9]) -> [18]'
          }
          help={`One a line: ${draft.kind === 'function' ? draft.name : 'f'}([4, 1, 5]) -> [8, 10]${draft.kind === 'function' ? ', or an assert' : ''}. A line that begins with \u201chidden\u201d is judged and never told.`}
          onChange={(tests) => onChange({ ...draft, tests })}
        />
      )
    case 'stdin':
      return (
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
      )
    case 'answer':
      return <AnswerFields answer={draft.answer} onChange={(answer) => onChange({ ...draft, answer })} />
    case 'tool-call':
      return (
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
      )
    case 'custom':
      return <p className="problem-form-note">The judge decides alone: write it under Judge.</p>
    default:
      return draft.kind satisfies never
  }
}
