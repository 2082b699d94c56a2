/** One signal of two runs on the same axes: the first solid, the second dashed. */
import { figure } from '../maths/format.ts'
import { linePath, scaleTo } from '../maths/path.ts'

interface Line {
  name: string
  /** By update, from the first; null where there is none. */
  values: readonly (number | null)[]
}

/** `at`: the update that is looked at, from 1; null where the whole line is meant, and `said` says of each what it shows. */
export function TwoLines({
  name,
  a,
  b,
  at,
  said,
}: {
  name: string
  a: Line
  b: Line
  at: number | null
  said?: readonly [string, string]
}) {
  const [w, h] = [220, 56]
  const most = Math.max(2, a.values.length, b.values.length)
  const known = [...a.values, ...b.values].filter((value): value is number => value !== null)
  const x = scaleTo(1, most, 3, w - 3)
  const low = Math.min(0, ...known)
  const y = scaleTo(low, Math.max(low + 1e-9, ...known), h - 3, 3)
  const path = ({ values }: Line) =>
    linePath(values.map((value, i) => (value === null ? null : { x: x(i + 1), y: y(value) })))
  /** Where the update that is looked at stands on a line: a run of one update is no more than this. */
  const dot = ({ values }: Line) => {
    const value = at === null ? null : values[at - 1]
    return value == null ? '' : `M${x(at!)} ${y(value)}h0`
  }
  const now = (line: Line) => {
    if (said) return said[line === a ? 0 : 1]
    const value = at === null ? null : line.values[at - 1]
    return value == null ? '\u2013' : figure(value)
  }
  return (
    <figure className="two-lines">
      <figcaption>
        {name} <b className="a">{now(a)}</b> <b className="b">{now(b)}</b>
      </figcaption>
      <svg
        viewBox={`0 0 ${w} ${h}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${at === null ? 'First pass' : `${name} at update ${at}`}: ${a.name} ${now(a)}, ${b.name} ${now(b)}`}
        focusable="false"
      >
        {at !== null && <path className="two-lines-at" d={`M${x(Math.min(at, most))} 0V${h}`} />}
        <path className="a" d={path(a)} />
        <path className="b" d={path(b)} />
        {at !== null && <path className="a two-lines-dot" d={dot(a)} />}
        {at !== null && <path className="b two-lines-dot" d={dot(b)} />}
      </svg>
    </figure>
  )
}
