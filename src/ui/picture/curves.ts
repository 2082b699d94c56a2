/** The run's curves as a picture: each signal over the updates on its own axis, the first pass marked. */
import { figure } from '../maths/format.ts'
import { linePath, scaleTo } from '../maths/path.ts'
import { path, text, type Colours, type Drawing } from './svg.ts'

export interface CurvesPicture {
  title: string
  note: string
  /** By update; null where it was skipped or is not finite. */
  curves: readonly { name: string; values: readonly (number | null)[] }[]
  /** Update of the first pass (1-based); null without one. */
  firstPass: number | null
}

const margin = 32
const across = 3
const high = 150
const axis = 48

export function drawCurves(
  { title, note, curves, firstPass }: CurvesPicture,
  c: Colours,
  width = 960,
): Drawing {
  const cell = (width - 2 * margin + 28) / across
  const parts = [text(margin, 38, title, { size: 17, weight: 650, fill: c.ink })]
  curves.forEach(({ name, values }, i) => {
    const left = margin + (i % across) * cell + axis
    const right = margin + (i % across) * cell + cell - 28
    const top = 84 + Math.floor(i / across) * (high + 66)
    const known = values.filter((v): v is number => v !== null)
    const [low, most] = [Math.min(...known, 0), Math.max(...known, 1e-9)]
    const x = scaleTo(1, Math.max(2, values.length), left, right)
    const y = scaleTo(low, most, top + high, top)
    parts.push(text(left - axis, top - 16, name, { size: 14, weight: 650, fill: c.ink }))
    for (const value of [low, most]) {
      parts.push(
        path(`M${left} ${y(value)}H${right}`, value === low ? c.line2 : c.line, 1),
        text(left - 8, y(value) + 4, figure(value), { size: 12, fill: c.ink3, anchor: 'end' }),
      )
    }
    if (firstPass !== null)
      parts.push(path(`M${x(firstPass)} ${top}V${top + high}`, c.pass, 1.5, 'stroke-dasharray="2 3"'))
    parts.push(
      path(
        linePath(values.map((value, k) => (value === null ? null : { x: x(k + 1), y: y(value) }))),
        c.ink,
        2,
      ),
    )
    for (const step of [1, values.length].filter((s, k, all) => s > 0 && all.indexOf(s) === k))
      parts.push(text(x(step), top + high + 18, String(step), { size: 12, fill: c.ink3, anchor: 'middle' }))
  })
  const bottom = 84 + Math.ceil(curves.length / across) * (high + 66)
  if (firstPass !== null)
    parts.push(
      path(`M${margin} ${bottom - 4}h22`, c.pass, 1.5, 'stroke-dasharray="2 3"'),
      text(margin + 30, bottom, `first pass, update ${firstPass}`, { fill: c.pass }),
    )
  parts.push(text(width - margin, bottom, note, { size: 12, fill: c.ink3, anchor: 'end' }))
  return { width, height: bottom + 22, body: parts.join('') }
}
