/** Prompts of the person's own, followed through the run: the first token's likeliest candidates and the watched answer, update by update. */
import { useId, useState, type FormEvent } from 'react'
import { percent, signed } from '../../lab/text/format.ts'
import type { Probe } from '../../engine/protocol.ts'
import type { ProbeView } from '../../lab/run/fold-queries.ts'
import { probeCandidates, probesShown, watchedLogProbs } from '../../lab/control/probes.ts'
import { selectPiece, selectView } from '../../lab/state/selectors.ts'
import { currentStep } from '../../lab/run/view.ts'
import { useLab, useLabState } from '../lab.tsx'
import { tokenText } from '../../lab/text/token.ts'
import { Dialog } from '../parts/Dialog.tsx'
import { UnreadField } from '../problem/unread/UnreadField.tsx'
import { Sparkline } from '../signals/Sparkline.tsx'
import './Probes.css'

export function Probes() {
  const lab = useLab()
  const probes = useLabState(probesShown)
  const recorded = useLabState((s) => s.source === 'recorded')
  const own = useLabState((s) => s.probes)
  const [removed, setRemoved] = useState<{ name: string; undo: () => void } | null>(null)
  const remove = ({ id, name }: Probe) => setRemoved({ name, undo: lab.probes.remove(id) })
  return (
    <Dialog title="Probes" className="probes" onClose={() => lab.choices.openPanel(null)}>
      <p className="probes-said">
        A prompt of your own, read by the student after every update and never trained on: how its answer
        moves while it learns something else.
        {recorded &&
          (probes.length > 0
            ? ' These were followed in the recorded run.'
            : ' A recording cannot be asked anything new: what you add is followed in the next live run, from its first update.')}
      </p>
      <ul className="probes-list">
        {probes.map((probe) => (
          <Card key={probe.id} probe={probe} fixed={recorded} onRemove={() => remove(probe)} />
        ))}
        {recorded &&
          own.map((probe) => (
            <Card
              key={`own ${probe.id}`}
              probe={{ ...probe, unknownWords: [], readings: [] }}
              fixed={false}
              onRemove={() => remove(probe)}
            />
          ))}
      </ul>
      {removed && (
        <p className="probes-undo" role="status">
          {removed.name} is removed.
          <button
            type="button"
            className="link-button"
            onClick={() => {
              removed.undo()
              setRemoved(null)
            }}
          >
            Undo
          </button>
        </p>
      )}
      <NewProbe />
    </Dialog>
  )
}

function Card({ probe, fixed, onRemove }: { probe: ProbeView; fixed: boolean; onRemove: () => void }) {
  const lab = useLab()
  const pieceOf = useLabState(selectPiece)
  const shown = useLabState((s) => currentStep(selectView(s)))
  const [renaming, setRenaming] = useState(false)
  const { readings } = probe
  const step = shown === null ? 0 : shown.stage === 'update' ? shown.step : shown.step - 1
  const at = readings.findLastIndex((reading) => reading.step <= step)
  const steps = readings.map((reading) => reading.step)
  const watched = watchedLogProbs(probe)
  return (
    <li className="probe">
      <div className="probe-head">
        {renaming ? (
          <input
            aria-label="Name of the probe"
            defaultValue={probe.name}
            ref={(input) => input?.select()}
            onBlur={(event) => {
              lab.probes.rename(probe.id, event.target.value.trim() || probe.name)
              setRenaming(false)
            }}
            onKeyDown={(event) => {
              event.stopPropagation()
              if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
            }}
          />
        ) : (
          <h3>{probe.name}</h3>
        )}
        {!fixed && (
          <span>
            <button
              type="button"
              className="link-button"
              aria-label={`Rename ${probe.name}`}
              onClick={() => setRenaming(true)}
            >
              Rename
            </button>
            <button
              type="button"
              className="link-button"
              aria-label={`Remove ${probe.name}`}
              onClick={onRemove}
            >
              Remove
            </button>
          </span>
        )}
      </div>
      <p className="probe-prompt">
        <Marked text={probe.prompt} unknown={probe.unknownWords} />
        {probe.watch !== '' && (
          <>
            {' '}
            →{' '}
            <code>
              <Marked text={probe.watch} unknown={probe.unknownWords} />
            </code>
          </>
        )}
      </p>
      {probe.unknownWords.length > 0 && (
        <p className="error-text">The model cannot read: {probe.unknownWords.join(', ')}</p>
      )}
      {readings.length === 0 ? (
        <p className="probe-waiting">
          {fixed ? 'Nothing was read of it.' : 'Read as soon as a live run begins.'}
        </p>
      ) : (
        <>
          {watched.length > 0 && (
            <div className="probe-watched">
              <Sparkline name="log p of the answer" values={watched} at={at < 0 ? null : at} steps={steps} />
              <p>
                {`${signed(watched[0]!)} at the start, ${signed(watched.at(-1)!)} after update ${steps.at(-1)}: ${moved(watched)}.`}
              </p>
            </div>
          )}
          <div className="probe-next" role="group" aria-label={`First token of ${probe.name}`}>
            {probeCandidates(probe, 6).map(({ id, values }) => (
              <Sparkline
                key={id}
                name={tokenText(pieceOf(id)).bare}
                values={values}
                at={at < 0 ? null : at}
                steps={steps}
                range={probability}
                show={(value) => (value === null ? 'unlikely' : percent(value))}
              />
            ))}
          </div>
        </>
      )}
    </li>
  )
}

const probability = [0, 1] as const

function moved(watched: readonly number[]): string {
  const change = watched.at(-1)! - watched[0]!
  if (Math.abs(change) < 0.03) return 'as likely as before'
  const times = Math.exp(Math.abs(change))
  const size = times > 1000 ? 'more than 1000' : times < 1.95 ? times.toFixed(1) : String(Math.round(times))
  return `${size} times ${change > 0 ? 'more' : 'less'} likely`
}

function Marked({ text, unknown }: { text: string; unknown: readonly string[] }) {
  return text.split(/(\s+)/).map((part, i) =>
    unknown.includes(part) ? (
      <mark key={i} className="unknown" title="The model cannot read this word">
        {part}
      </mark>
    ) : (
      part
    ),
  )
}

function NewProbe() {
  const lab = useLab()
  const count = useLabState((s) => s.probes.length)
  const [prompt, setPrompt] = useState('')
  const [watch, setWatch] = useState('')
  const id = useId()
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (prompt.trim() === '') return
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    lab.probes.add({ prompt: prompt.trim(), watch: watch.trim(), name: name || `Probe ${count + 1}` })
    event.currentTarget.reset()
    setPrompt('')
    setWatch('')
  }
  return (
    <form
      className="probe-new"
      aria-label="New probe"
      onSubmit={add}
      onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
    >
      <div className="probe-field">
        <label htmlFor={`${id}prompt`}>Prompt</label>
        <UnreadField
          id={`${id}prompt`}
          rows={2}
          value={prompt}
          placeholder="What the student is asked"
          sends
          onChange={setPrompt}
        />
      </div>
      <div className="probe-field">
        <label htmlFor={`${id}watch`}>Watched answer</label>
        <UnreadField
          id={`${id}watch`}
          rows={1}
          value={watch}
          placeholder="Optional: how likely is this answer?"
          sends
          onChange={setWatch}
        />
      </div>
      <label>
        Name
        <input name="name" placeholder={`Probe ${count + 1}`} autoComplete="off" />
      </label>
      <button type="submit" className="button primary" disabled={prompt.trim() === ''}>
        Follow it
      </button>
    </form>
  )
}
