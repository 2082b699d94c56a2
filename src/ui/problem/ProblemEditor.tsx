/** A problem of one's own: a statement, and tests a line each. A pasted LeetCode statement brings its examples along. */
import { useState } from 'react'
import { readPasted } from '../../lab/paste/read.ts'
import { draftOf, emptyDraft, readDraft, type Complaint, type ProblemDraft } from '../../lab/problem-draft.ts'
import type { Problem } from '../../problems/problem.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'

/** `from`: the problem that is edited; null begins an own one. */
export function ProblemEditor({ from }: { from: Problem | null }) {
  const lab = useLab()
  const started = useLabState((s) => s.source === 'live' && s.live.log.length > 0)
  const [draft, setDraft] = useState<ProblemDraft>(() => (from ? draftOf(from) : emptyDraft))
  const [complaints, setComplaints] = useState<readonly Complaint[]>([])
  const change = (next: ProblemDraft) => {
    setComplaints([])
    setDraft(next)
  }
  const save = () => {
    const reading = readDraft(draft, `own-${Date.now().toString(36)}`, from)
    if (!reading.problem) return setComplaints(reading.complaints)
    lab.openPanel(null)
    lab.saveProblem(reading.problem)
  }
  const wrong = (field: Complaint['field']) => complaints.some((complaint) => complaint.field === field)
  return (
    <Dialog title="Problem" onClose={() => lab.openPanel(null)}>
      <form
        className="problem-form"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <p className="problem-form-note">The bundled model knows a few hundred words: those of the presets serve it best.</p>
        <label className="field">
          <span>Title</span>
          <input className="textbox" value={draft.title} onChange={(event) => change({ ...draft, title: event.target.value })} />
        </label>
        <label className="field">
          <span>Statement <small>or a whole LeetCode problem</small></span>
          <textarea
            className="textbox"
            rows={4}
            placeholder="Given the numbers xs, keep the large ones, then double each."
            value={draft.statement}
            aria-invalid={wrong('statement')}
            onChange={({ target: { value } }) => change(value.length > draft.statement.length + 40 ? readPasted(value).draft : { ...draft, statement: value })}
          />
        </label>
        <label className="field">
          <span>Tests <small>one a line: f([4, 1, 5]) -&gt; [8, 10]</small></span>
          <textarea className="textbox" aria-label="Tests" rows={7} spellCheck={false} placeholder={'f([4, 1, 5]) -> [8, 10]\nf([3, 9]) -> [18]'} value={draft.tests} aria-invalid={wrong('tests')} onChange={(event) => change({ ...draft, tests: event.target.value })} />
        </label>
        {complaints.length > 0 && (
          <ul className="error-text" role="alert">
            {complaints.map((complaint, i) => <li key={i}>{complaint.line !== null && `Line ${complaint.line}: `}{complaint.message}</li>)}
          </ul>
        )}
        <div className="problem-form-acts">
          <button type="submit" className="button primary">Use this problem</button>
          {started && <p className="problem-form-note">This starts a new run; the one on the screen is kept.</p>}
        </div>
      </form>
    </Dialog>
  )
}
