/** One attempt of a foreign run after another, by keys, or by a slider through all of them. */
import type { Traces } from '../../lab/control/foreign-traces.ts'
import { decimal } from '../../lab/text/format.ts'

export function Scrubber({
  traces: { found, wanted },
  label = 'Attempt',
  onRead,
  onSlide = () => undefined,
}: {
  traces: Traces
  /** What the slider is called, where there are two. */
  label?: string
  onRead: (n: number) => void
  /** The slider moved. */
  onSlide?: () => void
}) {
  const rows = found?.rows ?? []
  const go = (n: number) => onRead(Math.max(0, Math.min(rows.length - 1, n)))
  const row = rows[wanted]
  return (
    <div className="foreign-scrubber">
      <button type="button" className="button" disabled={wanted === 0} onClick={() => go(wanted - 1)}>
        Previous
      </button>
      <input
        type="range"
        aria-label={label}
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
