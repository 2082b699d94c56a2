/** The paired bars of the token in focus as a picture. */
import type { Bar } from '../../lab/reading/credit.ts'
import { percent } from '../../lab/text/format.ts'
import { axisEnd } from '../maths/axis.ts'
import { tokenText } from '../../lab/text/token.ts'
import { rect, text, path, type Colours, type Drawing } from './svg.ts'

export interface BarsPicture {
  title: string
  note: string
  rows: readonly Bar[]
  pieceOf: (id: number) => string
}

const margin = 32
const names = 190
const thick = 15
const step = 46

export function drawBars({ title, note, rows, pieceOf }: BarsPicture, c: Colours, width = 960): Drawing {
  const end = axisEnd(rows)
  const left = margin + names
  const room = width - left - margin - 70
  const x = (p: number) => left + (Math.min(p, end) / end) * room
  const after = rows.some((row) => row.after !== null)
  const parts = [text(margin, 38, title, { size: 17, weight: 650, fill: c.ink })]
  const key = (at: number, fill: string, words: string, more = '') => [
    rect(at, 57, 18, 9, fill, more),
    text(at + 26, 66, words, { fill: c.ink2 }),
  ]
  parts.push(...key(margin, c.student, 'Student'), ...key(margin + 110, c.teacher, 'Self-teacher'))
  if (after)
    parts.push(
      ...key(margin + 248, 'none', 'Student after the update', `stroke="${c.ink}" stroke-dasharray="3 2"`),
    )
  const top = 86
  const bottom = top + rows.length * step
  for (let fifth = 1; fifth / 5 <= end + 1e-9; fifth++)
    parts.push(path(`M${x(fifth / 5)} ${top}V${bottom}`, c.line, 1))
  rows.forEach((row, i) => {
    const y = top + i * step + (step - 2 * thick - 1) / 2
    const name = row.id === null ? 'all other tokens' : tokenText(pieceOf(row.id)).bare
    parts.push(
      text(left - 14, y + thick + 5, name.length > 18 ? `${name.slice(0, 17)}…` : name, {
        size: row.id === null ? 13 : name.length > 12 ? 13 : 17,
        mono: row.id !== null,
        weight: 550,
        fill: row.id === null ? c.ink3 : c.ink,
        anchor: 'end',
      }),
    )
    if (row.sampled) parts.push(text(left - 14, y - 2, 'sampled', { size: 12, fill: c.ink3, anchor: 'end' }))
    parts.push(
      rect(left, y, x(row.student) - left, thick, c.student),
      rect(left, y + thick + 1, x(row.teacher) - left, thick, c.teacher),
    )
    if (row.after !== null)
      parts.push(
        rect(left, y - 1, x(row.after) - left, thick + 1, 'none', `stroke="${c.ink}" stroke-dasharray="3 2"`),
      )
    parts.push(
      text(x(Math.max(row.student, row.after ?? 0)) + 8, y + 12, percent(row.student), {
        weight: 600,
        fill: c.studentInk,
      }),
    )
    parts.push(
      text(x(row.teacher) + 8, y + thick + 13, percent(row.teacher), { weight: 600, fill: c.teacherInk }),
    )
  })
  parts.push(
    path(`M${left} ${top}V${bottom}`, c.line2, 1),
    text(width - margin, bottom + 28, note, { size: 12, fill: c.ink3, anchor: 'end' }),
  )
  return { width, height: bottom + 48, body: parts.join('') }
}
