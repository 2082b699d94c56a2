/**
 * An attempt's tokens with their signed credit: bars up where hindsight likes a token more, down
 * where it likes it less, one scale for the attempt. Rows wrap, each as tall as its own bars (their
 * padding is in the flow, so the line's baseline alignment does the sum). One tab stop; arrows move the pin.
 */
import { useEffect, useLayoutEffect, useRef, type CSSProperties, type KeyboardEvent } from 'react'
import { decimal, signed } from '../../lab/text/format.ts'
import { printedCredit } from '../../lab/reading/credit.ts'
import { barHeight, likes, sideOf, tint } from '../maths/credit.ts'
import { numbersShown, stripSize } from '../maths/strip.ts'
import { tokenText } from '../../lab/text/token.ts'
import { hasMoved } from '../parts/movement.ts'
import { useStripWidth } from '../parts/useWidth.ts'
import './TokenStrip.css'

export interface StripToken {
  piece: string
  /** Credit as drawn, nats or GRPO's number; null while unknown. */
  credit: number | null
  /** The run's own credit: the row keeps room for its bar too, so that switching the view moves nothing. */
  own: number
  /** How often it was guessed to be the one to blame; null or absent where that is not shown. */
  guesses?: number | null
}

export function TokenStrip(props: {
  label: string
  tokens: readonly StripToken[]
  /** Largest |credit| of the attempt. */
  peak: number
  pinned: number | null
  onPin: (token: number) => void
  onHover: (token: number | null) => void
  /** A press on a token, where that is more than to pin it. */
  onPress?: (token: number) => void
  /** The one to blame is asked for. */
  asking?: boolean
  /** The attempt teaches nothing: hatched. */
  masked?: boolean
  /** Letters at most this large; smaller where that brings the attempt onto one line. */
  largest?: number
  /** The number is nobody's opinion (GRPO): bars in grey. */
  neutral?: boolean
  /** Still being written. */
  writing?: boolean
  /** One of several rows: low bars, no numbers. */
  compact?: boolean
  /** The numbers have a size and no direction (a divergence). */
  undirected?: boolean
  /** What a number is for the ear, where it is no credit. */
  spoken?: (value: number) => string
  /** Another attempt takes the elements of the one before, as where a slider goes through thousands. */
  steady?: boolean
  /** What is said for the ear of a token without a number; absent: that it will come. */
  unknown?: string
  className?: string
}) {
  const { tokens, pinned } = props
  const [group, width] = useStripWidth()
  const texts = tokens.map((token) => tokenText(token.piece))
  const { size, rows, widths } = stripSize(
    texts.map((text) => text.shown.length),
    width,
    props.largest ?? 24,
    props.writing,
  )
  const tallest = props.compact ? 12 : rows === 1 ? size * 2.3 : size * 2
  const keyboard = useRef(false)
  /** The focus is on a token. */
  const inside = useRef(false)
  const { label } = props
  const large = props.className?.includes('large') === true
  useEffect(() => {
    if (!keyboard.current) return
    keyboard.current = false
    group.current?.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus()
  }, [pinned, group])
  // Another attempt has tokens of its own; one that had the focus gives it to that which is now pinned.
  useLayoutEffect(() => {
    if (inside.current && document.activeElement === document.body)
      group.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [label, group])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    // On a slide up and down go through the acts of the run.
    if (large && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) return
    const at = pinned ?? 0
    const to =
      event.key === 'ArrowRight' || event.key === 'ArrowDown'
        ? Math.min(tokens.length - 1, at + 1)
        : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
          ? Math.max(0, at - 1)
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? tokens.length - 1
              : null
    if (to === null) return
    event.preventDefault()
    event.stopPropagation()
    keyboard.current = true
    if (to !== pinned) props.onPin(to)
  }

  const heightOf = (credit: number) =>
    sideOf(credit) === 'none' ? 0 : Math.max(1.5, barHeight(credit, props.peak, tallest))
  const numbers = numbersShown(
    tokens.map((token, i) => {
      const credit = token.credit ?? 0
      const wanted = !props.compact && Math.abs(credit) >= printedCredit
      return { width: widths[i]!, credit, height: heightOf(credit), wanted }
    }),
    large ? 11 : 7,
  )
  return (
    <div
      ref={group}
      role="group"
      aria-label={label}
      className={`strip ${tokens.every(({ credit }) => credit === null) ? 'unread' : ''} ${props.masked ? 'masked' : ''} ${props.writing ? 'writing' : ''} ${props.neutral ? 'neutral' : ''} ${props.compact ? 'compact' : ''} ${props.asking ? 'asking' : ''} ${props.steady ? 'steady' : ''} ${props.className ?? ''}`}
      style={{ '--size': `${size}px` } as CSSProperties}
      onKeyDown={onKeyDown}
      onPointerLeave={() => props.onHover(null)}
      onFocus={() => (inside.current = true)}
      onBlur={() => (inside.current = false)}
    >
      {tokens.map((token, i) => {
        const text = texts[i]!
        const credit = token.credit ?? 0
        const side = sideOf(credit)
        const height = heightOf(credit)
        const room = (c: number) =>
          c <= 0 ? 0 : barHeight(c, props.peak, tallest) + (!props.compact && c >= printedCredit ? 20 : 0)
        // A number wider than its token leans away from a taller bar beside it.
        const beside = (j: number) =>
          (sideOf(tokens[j]?.credit ?? 0) === side ? heightOf(tokens[j]?.credit ?? 0) : 0) > height + 4
        const lean =
          widths[i]! >= 40
            ? ''
            : beside(i - 1) && !beside(i + 1)
              ? 'lean-right'
              : beside(i + 1) && !beside(i - 1)
                ? 'lean-left'
                : ''
        const style = {
          '--tint': tint(credit),
          '--bar': `${height}px`,
          '--above': `${Math.max(room(credit), room(token.own))}px`,
          '--below': `${Math.max(room(-credit), room(-token.own))}px`,
        } as CSSProperties
        return (
          <div
            key={props.steady ? i : `${label} ${i}`}
            className={`tok ${side} ${text.special ? 'special' : ''}`}
            style={style}
            data-token={i}
            onPointerMove={(event) => event.pointerType === 'mouse' && hasMoved() && props.onHover(i)}
            onClick={() => (props.onPress ?? props.onPin)(i)}
          >
            <div className="tok-room" aria-hidden="true" />
            <button
              type="button"
              className="tok-box"
              aria-pressed={i === pinned}
              aria-label={`token ${i + 1}, ${text.bare}, ${token.credit !== null && props.spoken ? props.spoken(token.credit) : spoken(token.credit, props)}${token.guesses ? `, ${guessed(token.guesses)}` : ''}`}
              tabIndex={i === (pinned ?? 0) ? 0 : -1}
            >
              <span>{text.shown}</span>
            </button>
            <div className="tok-bar" aria-hidden="true" />
            {token.guesses ? (
              <div className="tok-guess" aria-hidden="true">
                {token.guesses}
              </div>
            ) : null}
            {numbers[i] && (
              <div className={`tok-number ${lean}`} aria-hidden="true">
                {signed(credit)}
              </div>
            )}
          </div>
        )
      })}
    </div>
  )
}

const guessed = (guesses: number) => `guessed ${guesses === 1 ? 'once' : `${guesses} times`}`

/** A token's number for the ear; GRPO's is nobody's opinion. */
function spoken(
  credit: number | null,
  { neutral, undirected, unknown }: { neutral?: boolean; undirected?: boolean; unknown?: string },
): string {
  if (credit === null) return unknown ?? 'credit not known yet'
  if (undirected) return `divergence ${decimal(credit)}`
  return neutral ? `credit ${signed(credit)}` : `credit ${signed(credit)}, ${likes(credit)}`
}
