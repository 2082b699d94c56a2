/** An attempt's credit at a glance: one stretch per token, as wide as its text, coloured by its credit. */
import type { CSSProperties } from 'react'
import { sideOf, tint } from '../maths/credit.ts'
import './HeatLine.css'

export function HeatLine(props: {
  pieces: readonly string[]
  credit: readonly number[] | null
  flat: boolean
}) {
  return (
    <span className="heat" aria-hidden="true">
      {!props.flat &&
        props.credit?.map((credit, i) => (
          <i
            key={i}
            className={sideOf(credit)}
            style={
              {
                flexGrow: Math.max(1, props.pieces[i]?.trim().length ?? 1),
                '--tint': tint(credit),
              } as CSSProperties
            }
          />
        ))}
    </span>
  )
}
