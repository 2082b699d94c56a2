/** The question as the model reads it. What comes in one piece is read as a problem: what was understood is said, and what was not. */
import { useState } from 'react'
import type { Pasted } from '../../../authoring/paste/read.ts'
import type { ProblemDraft } from '../../../authoring/problem-draft.ts'
import { page } from '../../actions.ts'
import { useLab } from '../../lab.tsx'
import { UnreadField } from '../unread/UnreadField.tsx'
import { usePaste } from './usePaste.ts'

/** Longer than anyone types at once. */
const pieceLength = 40
/** A text area draws no more than this in good time; no model reads more. */
const longestStatement = 20_000

export function StatementTab({
  draft,
  invalid,
  onChange,
  onPasted,
}: {
  draft: ProblemDraft
  invalid: boolean
  onChange: (draft: ProblemDraft) => void
  onPasted: (draft: ProblemDraft) => void
}) {
  const lab = useLab()
  const read = usePaste()
  const [reading, setReading] = useState(false)
  const [report, setReport] = useState<{ pasted: Pasted; before: ProblemDraft; text: string } | null>(null)

  const take = (text: string) => {
    setReading(true)
    read(text, (pasted) => {
      setReading(false)
      const statement = pasted.draft.statement
      const cut = statement.length > longestStatement
      const next: Pasted = cut
        ? {
            ...pasted,
            draft: { ...pasted.draft, statement: statement.slice(0, longestStatement) },
            notUnderstood: [
              {
                line: null,
                text: '',
                reason: `The first ${longestStatement.toLocaleString('en')} characters of the statement are kept; no model here reads more.`,
              },
              ...pasted.notUnderstood,
            ],
          }
        : pasted
      const plain = next.understood.length === 0
      setReport(plain && next.notUnderstood.length === 0 ? null : { pasted: next, before: draft, text })
      onPasted(plain ? { ...draft, statement: next.draft.statement } : next.draft)
    })
  }
  const type = (statement: string) => {
    // A piece that takes the place of all there was is a paste, whichever way it came.
    if (
      statement.length > draft.statement.length + pieceLength &&
      !(draft.statement.trim() !== '' && statement.includes(draft.statement.trim()))
    )
      return take(statement)
    onChange({ ...draft, statement })
  }
  const open = () => {
    page.pickFile('.json,.txt,.md,.py,.js,application/json,text/*').then(
      async (file) => file && take(await file.text()),
      (error: unknown) => lab.notices.tell(`No file could be opened (${String(error)}).`, 'error'),
    )
  }
  return (
    <div
      className="statement-tab"
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        const [file] = event.dataTransfer.files
        if (!file) return
        event.preventDefault()
        void file.text().then(take)
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
        onChange={type}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text/plain')
          // So much text in one field stops a page; it is read beside it.
          if (text.length <= longestStatement || reading) return
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
        <Report
          pasted={report.pasted}
          onPlain={() => {
            onPasted({ ...report.before, statement: report.text.slice(0, longestStatement) })
            setReport(null)
          }}
        />
      )}
      <p className="problem-form-note">
        <button type="button" className="link-button" onClick={open}>
          Open a file
        </button>{' '}
        with a problem: PROBLEM.json, or any text.
      </p>
    </div>
  )
}

/** Named at most. */
const most = 8

function Report({ pasted: { understood, notUnderstood }, onPlain }: { pasted: Pasted; onPlain: () => void }) {
  return (
    <div className="paste-report" role="status">
      {understood.length > 0 && (
        <p>
          <b>Understood:</b> {understood.join('; ')}.{' '}
          <button type="button" className="link-button" onClick={onPlain}>
            Keep it as plain text
          </button>
        </p>
      )}
      {notUnderstood.length > 0 && (
        <>
          <p>
            <b>Left aside:</b>
          </p>
          <ul>
            {notUnderstood.slice(0, most).map(({ line, text, reason }, i) => (
              <li key={i}>
                {line !== null && `Line ${line}: `}
                {text !== '' && <code dir="auto">{text}</code>} {reason}
              </li>
            ))}
            {notUnderstood.length > most && <li>and {notUnderstood.length - most} more lines</li>}
          </ul>
        </>
      )}
    </div>
  )
}
