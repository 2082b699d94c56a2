/** What a file of another program has: its attempts, a strip of what was written down of each token, and what it does not have. */
import { useDeferredValue, useEffect, useState } from 'react'
import { formats } from '../../interchange/formats.ts'
import { lacksOf } from '../../interchange/words.ts'
import { count, decimal } from '../../lab/text/format.ts'
import { ForeignAttemptView } from './ForeignAttemptView.tsx'
import type { Traces } from './useTraces.ts'
import './ForeignRun.css'

/** Milliseconds without a move after which the slider rests. */
const restsAfter = 150

export function TracesView({
  traces,
  read,
  name,
}: {
  traces: Traces
  read: (n: number) => void
  /** Of the file, or of the two. */
  name: string
}) {
  const { found, refused, shown, listed } = traces
  // The slider goes on where an attempt of many tokens takes longer to draw than a frame.
  const drawn = useDeferredValue(shown)
  const [moves, setMoves] = useState(0)
  useEffect(() => {
    if (moves === 0) return
    const rest = setTimeout(() => setMoves(0), restsAfter)
    return () => clearTimeout(rest)
  }, [moves])
  return (
    <>
      {refused && (
        <p role="alert" className="foreign-refused">
          {refused.message} {refused.cause} {refused.wayOut}
        </p>
      )}
      {!found && !refused && <p role="status">Reading the file.</p>}
      {found && (
        <>
          <p className="foreign-about">
            <strong>{name}</strong>: {formats.find(({ id }) => id === found.format)?.name},{' '}
            {count(found.rows.length, 'attempt')}
            {listed ? '' : ' so far'}
            {found.skipped > 0 && `, ${count(found.skipped, 'line')} that could not be read`}
            {found.cut && ', and more than can be listed'}. Another program made this run: whose model it was,
            and what was learned from it, the lab does not know.
          </p>
          <ul className="foreign-lacks" aria-label="What the file does not have">
            {lacksOf(found.format, found.has).map((lack) => (
              <li key={lack}>{lack}</li>
            ))}
          </ul>
          <Scrubber
            rows={found.rows}
            shown={shown?.n ?? 0}
            onRead={read}
            onSlide={() => setMoves((before) => before + 1)}
          />
        </>
      )}
      {found && drawn && (
        <ForeignAttemptView n={drawn.n} attempt={drawn.attempt} format={found.format} passing={moves > 0} />
      )}
    </>
  )
}

/** One attempt after another, by keys, or by a slider through all of them. */
function Scrubber({
  rows,
  shown,
  onRead,
  onSlide,
}: {
  rows: readonly { step: number | null; reward: number | null }[]
  shown: number
  onRead: (n: number) => void
  /** The slider moved. */
  onSlide: () => void
}) {
  const [wanted, setWanted] = useState(shown)
  const go = (n: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, n))
    setWanted(to)
    onRead(to)
  }
  const row = rows[wanted]
  return (
    <div className="foreign-scrubber">
      <button type="button" className="button" disabled={wanted === 0} onClick={() => go(wanted - 1)}>
        Previous
      </button>
      <input
        type="range"
        aria-label="Attempt"
        aria-valuetext={`attempt ${wanted + 1} of ${rows.length}`}
        min={0}
        max={Math.max(0, rows.length - 1)}
        value={wanted}
        onChange={(event) => {
          onSlide()
          go(Number(event.target.value))
        }}
      />
      <button
        type="button"
        className="button"
        disabled={wanted >= rows.length - 1}
        onClick={() => go(wanted + 1)}
      >
        Next
      </button>
      <output>
        Attempt {wanted + 1} of {rows.length}
        {row?.step != null && `, step ${row.step}`}
        {row?.reward != null && `, reward ${decimal(row.reward)}`}
      </output>
    </div>
  )
}
