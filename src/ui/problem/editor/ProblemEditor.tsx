/**
 * A problem of one's own, pasted or written: its statement, its tests, how it is judged, and an answer
 * tried by hand. The draft is kept as it is typed, and is there again after a closed page.
 */
import { useEffect, useRef, useState } from 'react'
import { draftOf } from '../../../authoring/draft-program.ts'
import { emptyDraft, restoreDraft, type ProblemDraft } from '../../../authoring/problem-draft.ts'
import { readDraft, type Complaint, type DraftField } from '../../../authoring/read-draft.ts'
import type { Problem } from '../../../problems/problem.ts'
import { page } from '../../actions.ts'
import { useLab, useLabState } from '../../lab.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { JudgeTab } from './JudgeTab.tsx'
import { editorKinds } from './kinds/index.ts'
import { ProgramFields } from './ProgramFields.tsx'
import { StatementTab } from './StatementTab.tsx'
import { Tabs } from './Tabs.tsx'
import { TryTab } from './TryTab.tsx'
import { useTrial } from './useTrial.ts'
import './editor.css'

export type TabName = 'statement' | 'tests' | 'judge' | 'try'

/** Where a complaint is mended. */
const tabOf: Record<DraftField, TabName> = {
  statement: 'statement',
  tests: 'tests',
  judge: 'judge',
  program: 'tests',
}

/** `from`: the problem that is edited; null begins an own one. */
export function ProblemEditor({ from }: { from: Problem | null }) {
  const lab = useLab()
  const started = useLabState((s) => s.source === 'live' && s.live.log.length > 0)
  const key = from?.id ?? 'new'
  const [fresh] = useState<ProblemDraft>(() => (from ? draftOf(from) : emptyDraft))
  const [kept] = useState(() => restoreDraft(lab.problems.keptDraft(key)))
  const [restored, setRestored] = useState(kept !== null && JSON.stringify(kept) !== JSON.stringify(fresh))
  const [draft, setDraft] = useState<ProblemDraft>(kept ?? fresh)
  const [complaints, setComplaints] = useState<readonly Complaint[]>([])
  const [tab, setTab] = useState<TabName>('statement')
  const [answer, setAnswer] = useState(draft.solution)
  const trial = useTrial()
  const shown = editorKinds[draft.kind]
  const saved = useRef(false)

  useEffect(() => {
    if (saved.current) return
    lab.problems.keepDraft(key, JSON.stringify(draft) === JSON.stringify(fresh) ? null : draft)
  }, [lab, key, draft, fresh])

  const change = (next: ProblemDraft) => {
    setComplaints([])
    setDraft(next)
  }
  /** The problem as it stands; null where something is missing, which is then said. */
  const read = (): Problem | null => {
    const { problem, complaints } = readDraft(
      draft,
      from?.id.startsWith('own-') ? from.id : `own-${Date.now().toString(36)}`,
    )
    setComplaints(complaints)
    if (complaints[0]) setTab(tabOf[complaints[0].field])
    return problem
  }
  const use = () => {
    const problem = read()
    if (!problem) return
    saved.current = true
    lab.problems.keepDraft(key, null)
    lab.choices.openPanel(null)
    lab.problems.save(problem)
  }
  const exportIt = () => {
    const problem = read()
    if (problem)
      page.download(
        `${
          (problem.title || 'problem')
            .toLowerCase()
            .replace(/[^\p{L}\p{N}]+/gu, '-')
            .replace(/^-|-$/g, '') || 'problem'
        }.json`,
        `${JSON.stringify(problem, null, 2)}\n`,
      )
  }
  const tryIt = () => {
    const problem = read()
    if (!problem) return
    setTab('try')
    trial.judge(problem, answer)
  }
  const marks = (field: DraftField) =>
    complaints.flatMap(({ field: of, line, message }) =>
      of === field && line !== null ? [{ line, message }] : [],
    )

  return (
    <Dialog title="Problem" className="problem-dialog" fillsPhone onClose={() => lab.choices.openPanel(null)}>
      <form
        className="problem-form"
        onSubmit={(event) => {
          event.preventDefault()
          use()
        }}
      >
        {restored && (
          <p className="problem-form-note" role="status">
            Your unfinished draft is back.{' '}
            <button
              type="button"
              className="link-button"
              onClick={() => {
                setRestored(false)
                change(fresh)
              }}
            >
              Start over
            </button>
          </p>
        )}
        <ProgramFields draft={draft} onChange={change} />
        <Tabs
          label="Parts of the problem"
          value={tab}
          onChange={setTab}
          tabs={[
            {
              value: 'statement',
              name: 'Statement',
              marked: complaints.some(({ field }) => tabOf[field] === 'statement'),
            },
            {
              value: 'tests',
              name: shown.testsName,
              marked: complaints.some(({ field }) => tabOf[field] === 'tests'),
            },
            {
              value: 'judge',
              name: 'Judge',
              marked: complaints.some(({ field }) => tabOf[field] === 'judge'),
            },
            { value: 'try', name: 'Try', marked: false },
          ]}
        >
          {tab === 'statement' && (
            <StatementTab
              draft={draft}
              invalid={complaints.some(({ field }) => field === 'statement')}
              onChange={change}
              onPasted={(next) => {
                change(next)
                setAnswer(next.solution)
              }}
              onKind={(kind) => {
                change({ ...draft, kind })
                setTab(editorKinds[kind].judge ? 'judge' : 'tests')
              }}
            />
          )}
          {tab === 'tests' && shown.tests({ draft, marks: marks('tests'), onChange: change })}
          {tab === 'judge' && <JudgeTab draft={draft} marks={marks('judge')} onChange={change} />}
          {tab === 'try' && (
            <TryTab
              draft={draft}
              answer={answer}
              onAnswer={setAnswer}
              trial={trial.trial}
              onJudge={tryIt}
              onSolution={(solution) => change({ ...draft, solution })}
            />
          )}
        </Tabs>
        {complaints.length > 0 && (
          <ul className="error-text" role="alert">
            {complaints.map((complaint, i) => (
              <li key={i}>
                {complaint.line !== null && `Line ${complaint.line}: `}
                {complaint.message}
              </li>
            ))}
          </ul>
        )}
        <div className="problem-form-acts">
          <button type="submit" className="button primary">
            Use this problem
          </button>
          <button type="button" className="link-button" onClick={exportIt}>
            Export PROBLEM.json
          </button>
          {started && (
            <p className="problem-form-note">This starts a new run; the one on the screen is kept.</p>
          )}
        </div>
      </form>
    </Dialog>
  )
}
