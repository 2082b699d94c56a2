/** The problem: its presets, its words, its tests. */
import { useState } from 'react'
import { isArgsTest, type Problem } from '../../problems/problem.ts'
import { selectProblem } from '../../lab/selectors.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Popover } from '../parts/Popover.tsx'
import { phone, useMedia } from '../parts/useMedia.ts'
import { testWords } from '../../lab/problem-draft-tests.ts'
import { ProblemEditor } from './ProblemEditor.tsx'
import './ProblemPanel.css'

export function ProblemPanel() {
  const lab = useLab()
  const editing = useLabState((s) => s.panel === 'problem-editor')
  const [from, setFrom] = useState<Problem | null>(null)
  const edit = (problem: Problem | null) => {
    setFrom(problem)
    lab.openPanel('problem-editor')
  }
  const problem = useLabState(selectProblem)
  const small = useMedia(phone)
  return (
    <section className="problem" aria-label="Problem">
      <div className="problem-head">
        <ProblemPicker problem={problem} />
        <button type="button" className="link-button" onClick={() => edit(null)}>Paste a problem</button>
      </div>
      {problem && (
        <>
          {!small && <h2>{problem.title || problem.statement}</h2>}
          {small ? (
            <details className="problem-more">
              <summary><h2>{problem.title || problem.statement}</h2></summary>
              <Words problem={problem} />
              <Tests problem={problem} onEdit={() => edit(problem)} />
            </details>
          ) : (
            <>
              <Words problem={problem} />
              <Tests problem={problem} onEdit={() => edit(problem)} />
            </>
          )}
        </>
      )}
      {editing && <ProblemEditor from={from} />}
    </section>
  )
}

function Words({ problem }: { problem: Problem }) {
  return (
    <>
      {problem.title !== '' && problem.statement !== problem.title && <p className="problem-statement">{problem.statement}</p>}
      {problem.note && <p className="problem-note">{problem.note}</p>}
    </>
  )
}

function Tests({ problem, onEdit }: { problem: Problem; onEdit: () => void }) {
  const fields = rowFields(problem)
  return (
    <div className="tests">
      <div className="tests-head">
        <span>Tests, run in a sandbox</span>
        <button type="button" className="link-button" aria-label="Edit the problem" onClick={onEdit}>Edit</button>
        <span>{problem.tests.length}</span>
      </div>
      <div className="tests-lines" role="textbox" aria-label="Tests" aria-readonly="true" aria-multiline="true" tabIndex={0}>
        {fields && <p className="test-fields">rows of {'{'}{fields.join(', ')}{'}'}</p>}
        {problem.tests.map((test, i) => {
          const { call, expected } = testWords(test)
          return (
            <div key={i} className="test">
              <i aria-hidden="true">{i + 1}</i>
              <span title={call}>{fields && isArgsTest(test) ? `f(${(test.args[0] as unknown[]).length} rows)` : call}</span>
              <i>→</i>
              <span title={expected ?? ''}>{expected ?? 'holds'}</span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** The fields of a problem about rows, which are too long for a line each; null for others. */
function rowFields(problem: Problem): string[] | null {
  const rows = problem.tests.map((test) => (isArgsTest(test) && test.args.length === 1 ? test.args[0] : null))
  const first = Array.isArray(rows[0]) ? rows[0][0] : null
  const tabular = rows.every((row) => Array.isArray(row) && row.every((cell) => cell !== null && typeof cell === 'object' && !Array.isArray(cell)))
  return tabular && first !== null && typeof first === 'object' ? Object.keys(first as object) : null
}

function ProblemPicker({ problem }: { problem: Problem | null }) {
  const lab = useLab()
  const presets = useLabState((s) => s.presets)
  const own = useLabState((s) => s.problems)
  const open = useLabState((s) => s.panel === 'problem-picker')
  const at = problem ? presets.findIndex((preset) => preset.id === problem.id) : -1
  const kind = problem?.family ? `, ${problem.family}` : ''
  const name = at >= 0 ? `Problem: ${at + 1} of ${presets.length}${kind}. Choose a problem` : 'Problem: your own. Choose a problem'
  return (
    <Popover
      name={name}
      className="problem-picker"
      open={open}
      onOpen={(now) => lab.openPanel(now ? 'problem-picker' : null)}
      content={<>{at >= 0 ? `Problem ${at + 1} of ${presets.length}` : 'Your problem'}<Icon name="down" size={14} /></>}
    >
      {(close) => (
        <div className="problem-menu">
          {[...own, ...presets].map((each, i, all) => (
            <div key={each.id}>
              {(i === 0 || all[i - 1]!.family !== each.family) && <p className="menu-head">{each.family === 'lists' ? 'Lists' : each.family === 'records' ? 'Records' : 'Yours'}</p>}
              <button
                type="button"
                className="menu-item"
                aria-current={each.id === problem?.id ? 'true' : undefined}
                onClick={() => {
                  close()
                  lab.chooseProblem(each)
                }}
              >
                <b>{each.title || each.statement}</b>
                {each.note && <span>{each.note}</span>}
              </button>
            </div>
          ))}
        </div>
      )}
    </Popover>
  )
}
