/** Runs kept in this browser: open one again, or remove it. */
import { count } from '../../lab/format.ts'
import { armNames } from '../../lab/race-words.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'

export function Runs() {
  const lab = useLab()
  const history = useLabState((s) => s.history)
  return (
    <Dialog title="Runs" onClose={() => lab.openPanel(null)}>
      {history.length === 0 && <p className="menu-note">Live runs are kept here, update by update, so that a closed tab loses nothing.</p>}
      <ul className="runs">
        {history.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              className="menu-item"
              onClick={() => {
                lab.openPanel(null)
                void lab.openFromHistory(run.id)
              }}
            >
              <b>{run.title}</b>
              <span>
                {armNames[run.arm]}, seed {run.seed}, {count(run.attempts, 'attempt')}, {run.firstPass === null ? 'not solved' : `solved at attempt ${run.firstPass}`}. {new Date(run.at).toLocaleString()}
              </span>
            </button>
            <button type="button" className="button bare" aria-label={`Remove ${run.title}, seed ${run.seed}`} onClick={() => void lab.removeFromHistory(run.id)}>Remove</button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
