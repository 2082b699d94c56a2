/** Solved within k attempts: of the arms once they have raced on this problem, else of this run alone, a single curve without a band. */
import { selectChance, selectView, selectWhole, selectConfig } from '../../lab/state/selectors.ts'
import { useLabState } from '../lab.tsx'
import { discoverySaid, sinceThen } from '../../lab/words/discovery-words.ts'
import { armNames } from '../../lab/text/arm-names.ts'
import { useShownRace } from '../race/figures.ts'
import { RaceButton } from '../race/RaceButton.tsx'
import { ArmProse } from '../race/ArmProse.tsx'
import { Curve, type CurveArm } from './Curve.tsx'
import './Discovery.css'

export function Discovery() {
  const view = useLabState(selectView)
  const whole = useLabState(selectWhole)
  const config = useLabState(selectConfig)
  const chance = useLabState(selectChance)
  const race = useShownRace()
  const first = whole.firstPass
  const made = whole.sampled
  const arm: CurveArm = {
    arm: config.arm,
    label: armNames[config.arm],
    points:
      first === null
        ? [
            { k: 0, solved: 0 },
            { k: made, solved: 0 },
          ]
        : [
            { k: 0, solved: 0 },
            { k: first, solved: 1 },
            { k: Math.max(made, first), solved: 1 },
          ],
  }
  const budget = Math.max(config.budget, made)
  const said = discoverySaid(whole, budget, chance)
  const within = (attempt: number) => attempt <= (race?.budget ?? budget)
  return (
    <section className="discovery" aria-label="Discovery">
      <div className="discovery-head">
        <h2>
          Solved within <i>k</i> attempts
        </h2>
        <span>{race ? race.seedWords : 'this run, one seed'}</span>
      </div>
      <Curve
        label={
          race
            ? `discovery at k, ${race.seedWords}: ${race.sentence}`
            : `discovery at k: ${armNames[config.arm]}, one seed. ${said}`
        }
        arms={race ? race.curves : made === 0 ? [] : [arm]}
        budget={race ? race.budget : budget}
        playhead={view.sampled > 0 && within(view.sampled) ? view.sampled : null}
        firstPass={first !== null && within(first) ? first : null}
        reached={view.firstPass !== null}
      />
      {race && (
        <p className="discovery-said">
          <span>
            <ArmProse text={race.sentence} />
          </span>
        </p>
      )}
      <p className="discovery-said">
        <span>
          {race && 'This run: '}
          {race ? said.charAt(0).toLowerCase() + said.slice(1) : said}
          {sinceThen(view)}
        </span>
        <RaceButton />
      </p>
    </section>
  )
}
