/** Solved within k attempts, as far as this run tells: with one seed a single curve and no band. */
import { selectView, selectWhole, selectConfig } from '../../lab/selectors.ts'
import { useLabState } from '../lab.tsx'
import { count } from '../../lab/format.ts'
import { Curve, type CurveArm } from './Curve.tsx'
import './Discovery.css'

export const armLabels: Record<CurveArm['arm'], string> = { 'sdpo': 'SDPO', 'grpo': 'GRPO', 'sdpo+grpo': 'SDPO + GRPO', 'best-of-k': 'best-of-k', 'multi-turn': 'multi-turn' }

export function Discovery() {
  const view = useLabState(selectView)
  const whole = useLabState(selectWhole)
  const config = useLabState(selectConfig)
  const first = whole.firstPass
  const made = whole.sampled
  const arm: CurveArm = {
    arm: config.arm,
    label: armLabels[config.arm],
    points: first === null ? [{ k: 0, solved: 0 }, { k: made, solved: 0 }] : [{ k: 0, solved: 0 }, { k: first, solved: 1 }, { k: Math.max(made, first), solved: 1 }],
  }
  const budget = Math.max(config.budget, made)
  const said = first === null
    ? made === 0 ? 'Nothing attempted yet.' : `Not solved in ${count(made, 'attempt')}.`
    : `Solved at attempt ${first} of ${budget}.`
  return (
    <section className="discovery" aria-label="Discovery">
      <div className="discovery-head">
        <h2>Solved within <i>k</i> attempts</h2>
        <span>this run, one seed</span>
      </div>
      <Curve
        label={`discovery at k: ${armLabels[config.arm]}, one seed. ${said}`}
        arms={made === 0 ? [] : [arm]}
        budget={budget}
        playhead={view.sampled > 0 ? view.sampled : null}
        firstPass={first}
        reached={view.firstPass !== null}
      />
      <p>{said}{first !== null && view.firstPass !== null && view.passed > 1 && ` Since then ${count(view.passed - 1, 'more has passed', 'more have passed')}.`}</p>
    </section>
  )
}
