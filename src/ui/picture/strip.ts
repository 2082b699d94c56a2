/** The token strip as a picture: the rows, bars and numbers of the screen. */
import { signed } from '../../lab/text/format.ts'
import { printedCredit } from '../../lab/reading/credit.ts'
import { barHeight, heightWords, sideOf, tint } from '../maths/credit.ts'
import { stripSize } from '../maths/strip.ts'
import { tokenText } from '../../lab/text/token.ts'
import { mix, rect, text, type Colours, type Drawing } from './svg.ts'

export interface StripPicture {
  title: string
  /** One line under the strip: problem, seed, update. */
  note: string
  pieces: readonly string[]
  credit: readonly number[] | null
  peak: number
  /** GRPO's number is nobody's opinion: grey. */
  neutral: boolean
  pinned: number | null
}

const margin = 32
const gap = 2

export function drawStrip(
  { title, note, pieces, credit, peak, neutral, pinned }: StripPicture,
  c: Colours,
  width = 960,
): Drawing {
  const texts = pieces.map(tokenText)
  const room = width - 2 * margin
  const { size, widths } = stripSize(
    texts.map((t) => t.shown.length),
    room,
    28,
  )
  const box = size * 1.75
  const tallest = size * 2
  const heightOf = (i: number) =>
    sideOf(credit?.[i] ?? 0) === 'none' ? 0 : Math.max(1.5, barHeight(credit![i]!, peak, tallest))
  const printed = (i: number) => Math.abs(credit?.[i] ?? 0) >= printedCredit
  const rows: number[][] = [[]]
  let at = 0
  widths.forEach((w, i) => {
    if (at > 0 && at + w > room) {
      rows.push([])
      at = 0
    }
    rows.at(-1)!.push(i)
    at += w + gap
  })
  const parts = [text(margin, 38, title, { size: 17, weight: 650, fill: c.ink })]
  let y = 58
  for (const row of rows) {
    const reach = (side: 'up' | 'down') =>
      Math.max(
        0,
        ...row.map((i) => (sideOf(credit?.[i] ?? 0) === side ? heightOf(i) + (printed(i) ? 20 : 0) : 0)),
      )
    const top = y + reach('up')
    let x = margin + (room - row.reduce((sum, i) => sum + widths[i]! + gap, -gap)) / 2
    for (const i of row) {
      const value = credit?.[i] ?? 0
      const side = sideOf(value)
      const [hue, hueInk] = neutral
        ? [c.ink3, c.ink2]
        : side === 'down'
          ? [c.student, c.studentInk]
          : [c.teacher, c.teacherInk]
      const w = widths[i]!
      const bar = heightOf(i)
      parts.push(
        rect(
          x,
          top,
          w,
          box,
          mix(hue, c.sunk, tint(value) * c.tintMax),
          i === pinned ? `rx="4" stroke="${c.ink}" stroke-width="2"` : '',
        ),
      )
      if (side !== 'none') parts.push(rect(x, side === 'up' ? top - bar : top + box, w, bar, hue))
      if (printed(i))
        parts.push(
          text(x + w / 2, side === 'up' ? top - bar - 6 : top + box + bar + 15, signed(value), {
            size: 12,
            weight: 650,
            fill: hueInk,
            anchor: 'middle',
          }),
        )
      parts.push(
        text(x + w / 2, top + box * 0.66, texts[i]!.shown, {
          size: texts[i]!.special ? size * 0.7 : size,
          mono: true,
          fill: texts[i]!.special ? c.ink2 : c.ink,
          anchor: 'middle',
        }),
      )
      x += w + gap
    }
    y = top + box + reach('down') + 14
  }
  const foot = y + 18
  if (neutral) parts.push(text(margin, foot, 'one number for every token', { fill: c.ink2 }))
  else {
    parts.push(
      `<path d="M${margin + 5} ${foot - 9}l5 9h-10z" fill="${c.teacher}"/>`,
      text(margin + 18, foot, 'more likely with hindsight', { fill: c.ink2 }),
    )
    parts.push(
      `<path d="M${margin + 200} ${foot - 9}h10l-5 9z" fill="${c.student}"/>`,
      text(margin + 218, foot, 'less likely', { fill: c.ink2 }),
      text(margin + 306, foot, heightWords, { fill: c.ink2 }),
    )
  }
  parts.push(text(width - margin, foot, note, { size: 12, fill: c.ink3, anchor: 'end' }))
  return { width, height: foot + 22, body: parts.join('') }
}
