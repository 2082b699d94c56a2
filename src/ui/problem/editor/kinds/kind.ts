/** What the editor shows of a kind of problem. Each kind is a file of this folder, and a row of the table in index.ts. */
import type { ReactNode } from 'react'
import type { ProblemDraft } from '../../../../authoring/problem-draft.ts'
import type { CodeLanguage } from '../monaco.ts'
import type { Mark } from '../CodeField.tsx'

export interface DraftProps {
  draft: ProblemDraft
  onChange: (draft: ProblemDraft) => void
}

export interface MarkedProps extends DraftProps {
  /** What is wrong, at its lines. */
  marks: readonly Mark[]
}

export interface EditorKind {
  /** What an answer is, in the list of kinds. */
  readonly name: string
  /** What a right answer would be, where the statement does not say. Absent: not offered. */
  readonly right?: string
  /** Fields beside the title. */
  readonly fields?: (props: DraftProps) => ReactNode
  /** The tab of what tells a right answer from a wrong one, and its name. */
  readonly tests: (props: MarkedProps) => ReactNode
  readonly testsName: string
  /** The head of the tab Judge: the judge itself, where the person writes one. */
  readonly judge?: (props: MarkedProps) => ReactNode
  /** How much the feedback tells is chosen there, in words of its own. */
  readonly ownDetail?: true
  /** Code around the program that the person gives. */
  readonly given?: (props: DraftProps) => ReactNode
  /** The language that an answer tried by hand is written in. */
  readonly language: (draft: ProblemDraft) => CodeLanguage
  /** Such an answer, as an example. Absent: none is shown. */
  readonly example?: (draft: ProblemDraft) => string
}
