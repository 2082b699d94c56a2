/** A bit of an arm's curve, so that its name can be found in the picture. */
import { css, type CurveArm } from '../discovery/Curve.tsx'

export function ArmLine({ arm }: { arm: CurveArm['arm'] }) {
  return (
    <svg
      className={`arm-line curve-arm ${css(arm)}`}
      width="26"
      height="10"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M1 5H25" />
    </svg>
  )
}
