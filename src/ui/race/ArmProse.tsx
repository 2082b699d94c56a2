/** Prose about arms, whose names stay in one piece. */
import { Fragment } from 'react'

export function ArmProse({ text }: { text: string }) {
  return text.split(/(best-of-k|multi-turn)/).map((part, i) =>
    i % 2 === 1 ? (
      <span key={i} className="race-name">
        {part}
      </span>
    ) : (
      <Fragment key={i}>{part}</Fragment>
    ),
  )
}
