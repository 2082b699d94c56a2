/** Runs kept in this browser: open one, go on with it, set two side by side, name it, remove it; and the room they take. */
import { useEffect, useState } from 'react'
import { count, megabytes } from '../../lab/text/format.ts'
import { armNames } from '../../lab/text/arm-names.ts'
import type { RunSummary } from '../../lab/history/run-history.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { Bundled } from './Bundled.tsx'
import './Runs.css'

const onScreen = 'The run on the screen'
const nameOf = (run: RunSummary) => run.name ?? run.title

export function Runs() {
  const lab = useLab()
  const history = useLabState((s) => s.history)
  const removed = useLabState((s) => s.removedRun)
  const shown = useLabState((s) => s[s.source].log.length > 0)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [renaming, setRenaming] = useState<string | null>(null)
  // What was removed stays removable until the list is left.
  useEffect(() => () => void lab.keptRuns.forgetRemoved(), [lab])
  const choose = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-2))
  const pair = chosen.filter((id) => id === 'shown' || history.some((run) => run.id === id))
  return (
    <Dialog title="Runs" className="runs-dialog" onClose={() => lab.choices.openPanel(null)}>
      <p className="runs-said">
        Live runs are kept here, update by update, so that a closed tab loses nothing. Where the adapter is
        kept too, a run goes on from its last update, as if it had never stopped.
      </p>
      <ul className="runs">
        {shown && (
          <li className="run-card">
            <Chosen id="shown" name={onScreen} chosen={pair} onChoose={choose} />
            <div className="run-words">
              <b>{onScreen}</b>
            </div>
          </li>
        )}
        {history.map((run) => (
          <li key={run.id} className="run-card">
            <Chosen id={run.id} name={nameOf(run)} chosen={pair} onChoose={choose} />
            <div className="run-words">
              {renaming === run.id ? (
                <Rename run={run} onDone={() => setRenaming(null)} />
              ) : (
                <b>{nameOf(run)}</b>
              )}
              <span>
                {run.name !== undefined && `${run.title}. `}
                {armNames[run.arm]}, seed {run.seed}, {count(run.attempts, 'attempt', 'attempts')},{' '}
                {run.firstPass === null ? 'not solved' : `solved at attempt ${run.firstPass}`}.{' '}
                {new Date(run.at).toLocaleString()}
                {sizeWords(run)}
              </span>
            </div>
            <div className="run-acts">
              {run.resumable && (
                <button
                  type="button"
                  className="button"
                  aria-label={`Resume ${nameOf(run)}, seed ${run.seed}`}
                  onClick={() => void lab.keptRuns.resume(run.id)}
                >
                  Resume
                </button>
              )}
              <button
                type="button"
                className="button"
                aria-label={`Open ${nameOf(run)}, seed ${run.seed}`}
                onClick={() => {
                  lab.choices.openPanel(null)
                  void lab.keptRuns.openFromHistory(run.id)
                }}
              >
                Open
              </button>
              <button
                type="button"
                className="link-button"
                aria-label={`Rename ${nameOf(run)}, seed ${run.seed}`}
                onClick={() => setRenaming(run.id)}
              >
                Rename
              </button>
              <button
                type="button"
                className="link-button"
                aria-label={`Remove ${nameOf(run)}, seed ${run.seed}`}
                onClick={() => void lab.keptRuns.remove(run.id)}
              >
                Remove
              </button>
            </div>
          </li>
        ))}
        <Bundled />
      </ul>
      {history.length === 0 && !removed && (
        <p className="runs-none">No live run has been made in this browser yet.</p>
      )}
      {removed && (
        <p className="runs-undo" role="status">
          {nameOf(removed)}, seed {removed.seed}, is removed.
          <button type="button" className="link-button" onClick={() => lab.keptRuns.putBack()}>
            Undo
          </button>
        </p>
      )}
      {(history.length > 0 || removed) && (
        <div className="runs-foot">
          <Room history={history} />
          <button
            type="button"
            className="button primary"
            disabled={pair.length < 2}
            onClick={() => void lab.keptRuns.compare(pair[0]!, pair[1]!)}
          >
            {pair.length < 2 ? 'Choose two to compare' : 'Compare the two'}
          </button>
        </div>
      )}
    </Dialog>
  )
}

function sizeWords({ bytes, adapterBytes }: RunSummary): string {
  if (bytes === undefined) return ''
  return `. ${megabytes(bytes, true)}${adapterBytes ? ` and ${megabytes(adapterBytes, true)} of adapters` : ''}`
}

function Chosen(props: {
  id: string
  name: string
  chosen: readonly string[]
  onChoose: (id: string) => void
}) {
  return (
    <input
      type="checkbox"
      aria-label={`Compare: ${props.name}`}
      checked={props.chosen.includes(props.id)}
      onChange={() => props.onChoose(props.id)}
    />
  )
}

function Rename({ run, onDone }: { run: RunSummary; onDone: () => void }) {
  const lab = useLab()
  return (
    <input
      aria-label="Name of the run"
      defaultValue={nameOf(run)}
      ref={(input) => input?.select()}
      onBlur={(event) => {
        const name = event.target.value.trim()
        if (name !== '' && name !== nameOf(run)) void lab.keptRuns.rename(run.id, name)
        onDone()
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        event.currentTarget.blur()
      }}
    />
  )
}

/** What the runs take, of what the browser gives. */
function Room({ history }: { history: readonly RunSummary[] }) {
  const [quota, setQuota] = useState<number | null>(null)
  useEffect(() => {
    let here = true
    void navigator.storage?.estimate?.().then(
      (estimate) => here && setQuota(estimate.quota ?? null),
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [history])
  const used = history.reduce((sum, run) => sum + (run.bytes ?? 0) + (run.adapterBytes ?? 0), 0)
  return (
    <p className="runs-room">
      {megabytes(used, true)} used by {count(history.length, 'run', 'runs')}
      {quota !== null && `; this browser gives the page up to ${megabytes(quota)}`}.
    </p>
  )
}
