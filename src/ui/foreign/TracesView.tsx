/** What files of another program have: their attempts in four pictures, what can be done with them, and what they do not have. */
import { useDeferredValue, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { formats, type FormatId } from '../../interchange/formats.ts'
import { lacksOf } from '../../interchange/words.ts'
import type { Traces } from '../../lab/control/foreign-traces.ts'
import type { ForeignView } from '../../lab/state/foreign-state.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Choice } from '../parts/Choice.tsx'
import { ForeignActs } from './ForeignActs.tsx'
import { ForeignAttemptView } from './ForeignAttemptView.tsx'
import { ForeignMattered } from './ForeignMattered.tsx'
import { ForeignSlide } from './ForeignSlide.tsx'
import { Refused } from './Refused.tsx'
import { Scrubber } from './Scrubber.tsx'
import { StepsMap } from './StepsMap.tsx'
import { TwoAttempts } from './TwoAttempts.tsx'
import { useLook } from './useLook.ts'
import './ForeignRun.css'

/** Milliseconds without a move after which the slider rests. */
const restsAfter = 150

const views: readonly [ForeignView, string][] = [
  ['attempt', 'Attempt'],
  ['steps', 'All attempts'],
  ['two', 'Two attempts'],
  ['mattered', 'Tokens that mattered'],
]

/** `alone`: there is no lab around it, so no model that could read, and nothing that the page would have to fetch. */
export function TracesView({ alone = false }: { alone?: boolean }) {
  const lab = useLab()
  const files = useLabState((s) => s.foreign.files)
  useEffect(() => lab.foreign.watch(), [lab, files])
  const run = useStore(lab.foreign.store, (state) => state.run)
  if (!run) return null
  const name = run.files.map((file) => file.name).join(' and ')
  const { found, refused, shown } = run
  return (
    <>
      {refused && <Refused refused={refused} />}
      {!found && !refused && <p role="status">Reading the file.</p>}
      {found && <About run={run} found={found} name={name} />}
      {found && shown && <Pictures run={run} shown={shown} format={found.format} name={name} alone={alone} />}
    </>
  )
}

function About({ run, found, name }: { run: Traces; found: NonNullable<Traces['found']>; name: string }) {
  return (
    <>
      <p className="foreign-about">
        <strong>{name}</strong>: {formats.find(({ id }) => id === found.format)?.name},{' '}
        {found.rows.length === 1 ? '1 attempt' : `${found.rows.length} attempts`}
        {run.listed ? '' : ' so far'}
        {found.skipped === 1 && ', 1 line that could not be read'}
        {found.skipped > 1 && `, ${found.skipped} lines that could not be read`}
        {found.cut && ', and more than can be listed'}. Another program made this run: whose model it was, and
        what was learned from it, the lab does not know.
      </p>
      <ul className="foreign-lacks" aria-label="What the file does not have">
        {lacksOf(found.format, found.has).map((lack) => (
          <li key={lack}>{lack}</li>
        ))}
      </ul>
    </>
  )
}

function Pictures({
  run,
  shown,
  format,
  name,
  alone,
}: {
  run: Traces
  shown: NonNullable<Traces['shown']>
  format: FormatId
  name: string
  alone: boolean
}) {
  const lab = useLab()
  const { view, slide } = useLabState((s) => s.foreign)
  const beside = useStore(lab.foreign.store, (state) => state.beside)
  const rereading = useStore(lab.foreign.store, (state) => state.rereading)
  const [moves, setMoves] = useState(0)
  useEffect(() => {
    if (moves === 0) return
    const rest = setTimeout(() => setMoves(0), restsAfter)
    return () => clearTimeout(rest)
  }, [moves])
  // The slider goes on where an attempt of many tokens takes longer to draw than a frame.
  const look = useLook(useDeferredValue(shown), format, rereading)
  const read = (n: number) => lab.foreign.read(n)
  const slid = () => setMoves((before) => before + 1)
  return (
    <>
      <ForeignActs alone={alone} />
      <Choice
        label="Picture"
        value={view}
        options={views.map(([value, name]) => ({ value, name, content: name }))}
        onChange={(to) => lab.foreign.show(to)}
        className="foreign-views"
      />
      {view === 'steps' && (
        <StepsMap
          traces={run}
          onRead={(n) => {
            slid()
            read(n)
          }}
        />
      )}
      {(view === 'attempt' || view === 'steps') && (
        <>
          <Scrubber traces={run} onRead={read} onSlide={slid} />
          <ForeignAttemptView look={look} format={format} passing={moves > 0} />
        </>
      )}
      {view === 'two' && <TwoAttempts run={run} beside={beside} look={look} />}
      {view === 'mattered' && <ForeignMattered run={run} look={look} />}
      {slide && <ForeignSlide run={run} look={look} name={name} />}
    </>
  )
}
