/** The question as the model reads it. What comes in one piece is read as a problem: what was understood is said, and what was not. */
import { useState } from 'react'
import type { Chosen, Pasted } from '../../../authoring/paste/read.ts'
import { emptyDraft, type ProblemDraft } from '../../../authoring/problem-draft.ts'
import type { ProgramKind } from '../../../problems/problem.ts'
import { grouped } from '../../../lab/text/format.ts'
import { page, useAction } from '../../actions.ts'
import { useLab } from '../../lab.tsx'
import { UnreadField } from '../unread/UnreadField.tsx'
import { PasteReport } from './PasteReport.tsx'
import { RightAnswer } from './RightAnswer.tsx'
import { usePaste } from './usePaste.ts'

/** A text area draws no more than this in good time; no model reads more. */
const longestStatement = 20_000

export function StatementTab({
  draft,
  invalid,
  onChange,
  onPasted,
  onKind,
}: {
  draft: ProblemDraft
  invalid: boolean
  onChange: (draft: ProblemDraft) => void
  onPasted: (draft: ProblemDraft) => void
  /** What a right answer would be, where the statement does not say. */
  onKind: (kind: ProgramKind) => void
}) {
  const lab = useLab()
  const hide = useAction('hide-meaning')
  const read = usePaste()
  const [reading, setReading] = useState(false)
  const [report, setReport] = useState<{ pasted: Pasted; before: ProblemDraft; text: string } | null>(null)

  const take = (text: string, chosen: Chosen = {}, before = draft) => {
    setReading(true)
    read(text, chosen, (pasted) => {
      setReading(false)
      const { statement, origin } = pasted.draft
      // A problem of the lab is never cut: nothing of it may be lost.
      const cut = origin === null && statement.length > longestStatement
      const next: Pasted = cut
        ? {
            ...pasted,
            draft: { ...pasted.draft, statement: statement.slice(0, longestStatement) },
            notUnderstood: [
              {
                line: null,
                text: '',
                reason: `The first ${grouped(longestStatement)} characters of the statement are kept; no model here reads more.`,
              },
              ...pasted.notUnderstood,
            ],
          }
        : pasted
      setReport({ pasted: next, before, text })
      onPasted(next.draft)
    })
  }
  const open = () => {
    page.pickFile('.json,.jsonl,.ndjson,.txt,.md,.py,.js,.ts,application/json,text/*').then(
      async (file) => file && take(await file.text()),
      (error: unknown) => lab.notices.notify(`No file could be opened (${String(error)}).`, 'error'),
    )
  }
  const wish =
    draft.statement.trim() !== '' &&
    draft.kind === emptyDraft.kind &&
    draft.tests.trim() === '' &&
    draft.origin === null
  return (
    <div
      className="statement-tab"
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        const [file] = event.dataTransfer.files
        if (!file) return
        event.preventDefault()
        void file.text().then((text) => take(text))
      }}
    >
      <label className="quiet" htmlFor="problem-statement">
        Statement
      </label>
      <UnreadField
        id="problem-statement"
        rows={9}
        first
        invalid={invalid}
        placeholder={
          'Paste a problem: from LeetCode, Codeforces or HumanEval, a docstring with doctests, a question with its answer.\n\nOr write one: Given the numbers xs, keep the large ones, then scale them up.'
        }
        value={draft.statement}
        onChange={(statement) => onChange({ ...draft, statement })}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text/plain')
          const { selectionStart, selectionEnd, value } = event.currentTarget
          // What takes the place of all that stood there is a problem; anything else is a piece of this one.
          const replaces =
            value.slice(0, selectionStart).trim() === '' && value.slice(selectionEnd).trim() === ''
          if (text.trim() === '' || reading || (!replaces && text.length <= longestStatement)) return
          event.preventDefault()
          take(text)
        }}
      />
      {reading && (
        <p className="problem-form-note" role="status">
          Reading what was pasted…
        </p>
      )}
      {report && !reading && (
        <PasteReport
          pasted={report.pasted}
          onChoose={(chosen) => take(report.text, chosen, report.before)}
          onPlain={() => {
            onPasted({ ...report.before, statement: report.text.slice(0, longestStatement) })
            setReport(null)
          }}
        />
      )}
      {wish && !reading && <RightAnswer onKind={onKind} />}
      <p className="problem-form-note">
        <button type="button" className="link-button" onClick={open}>
          Open a file
        </button>{' '}
        with a problem: PROBLEM.json, rows of a data set (JSON, JSON lines), or any text. For the bundled
        model:{' '}
        <button type="button" className="link-button" onClick={hide.perform}>
          {hide.label}
        </button>{' '}
        in its own phrases.
      </p>
    </div>
  )
}
