/** An attempt's tokens on paper: what hindsight likes more rises hatched, what it likes less hangs black, each with its number. */
import type { CSSProperties } from 'react'
import { printedCredit } from '../../lab/reading/credit.ts'
import { signed } from '../../lab/text/format.ts'
import { tokenText } from '../../lab/text/token.ts'
import { barHeight, sideOf } from '../maths/credit.ts'

/** Of the largest bar, and of a line with a number, CSS pixels. */
const tallest = 40
const numberHeight = 18

export function PrintedStrip(props: {
  pieces: readonly string[]
  /** Null: to be guessed, without any mark. */
  credit: readonly number[] | null
  /** Largest |credit| of the attempt. */
  peak: number
  /** The token whose bars are printed. */
  chosen: number | null
}) {
  const tokens = props.pieces.map((piece, i) => {
    const credit = props.credit?.[i] ?? 0
    const side = sideOf(credit)
    return {
      shown: tokenText(piece).shown,
      side,
      height: side === 'none' ? 0 : Math.max(2, barHeight(credit, props.peak, tallest)),
      number: Math.abs(credit) >= printedCredit ? signed(credit) : '',
    }
  })
  /** Room over or under all tokens, for the largest bar of that side. */
  const room = (of: 'up' | 'down') =>
    Math.max(
      0,
      ...tokens.filter(({ side }) => side === of).map((t) => t.height + (t.number === '' ? 0 : numberHeight)),
    )
  return (
    <ol
      className="printed-strip"
      style={{ '--above': `${room('up')}px`, '--below': `${room('down')}px` } as CSSProperties}
    >
      {tokens.map(({ shown, side, height, number }, i) => {
        return (
          <li key={i} className={side} style={{ '--bar': `${height}px` } as CSSProperties}>
            <span className="printed-above">
              {side === 'up' && (
                <>
                  {number}
                  <i />
                </>
              )}
            </span>
            <code className={i === props.chosen ? 'chosen' : ''}>{shown}</code>
            <span className="printed-below">
              {side === 'down' && (
                <>
                  <i />
                  {number}
                </>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
