/**
 * Solved within k attempts: of the arms once they have raced on this problem, else as measured on many hard problems of
 * its kind, on the bundled model, else of this run alone, a single curve without a band.
 */
import { lazy, Suspense, useEffect, useState } from 'react'
import { setOf } from '../../problems/sets.ts'
import {
  selectChance,
  selectProblem,
  selectView,
  selectKnown,
  selectWhole,
  selectConfig,
} from '../../lab/state/selectors.ts'
import { useLabState } from '../lab.tsx'
import { discoverySaid, sinceThen } from '../../lab/words/discovery-words.ts'
import { armNames } from '../../lab/text/arm-names.ts'
import { useShownRace } from '../race/figures.ts'
import { RaceButton } from '../race/RaceButton.tsx'
import { ArmProse } from '../race/ArmProse.tsx'
import { Curve, type CurveArm } from './Curve.tsx'
import { measuredOn } from './measured-on.ts'
import './Discovery.css'

/** Its figures are no part of the page's first script. */
const Measured = lazy(() => import('./Measured.tsx'))

/** The family of the problem in view, where the run's model is the one that was measured on it; null before the page is at rest. */
function useMeasuredFamily(): 'lists' | 'records' | null {
  const [rested, setRested] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), 600)
    return () => clearTimeout(timer)
  }, [])
  const family = useLabState((s) => {
    const problem = selectProblem(s)
    const model = selectWhole(s).model ?? s.engine.model
    const set = problem && model?.id === 'tiny' ? setOf(problem) : null
    return set === 'lists' || set === 'records' ? set : null
  })
  return rested ? family : null
}

export function Discovery() {
  const family = useMeasuredFamily()
  const view = useLabState(selectView)
  const known = useLabState(selectKnown)
  const config = useLabState(selectConfig)
  const chance = useLabState(selectChance)
  const race = useShownRace()
  const first = known.firstPass
  const made = known.sampled
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
  const said = discoverySaid(known, budget, chance)
  const within = (attempt: number) => attempt <= (race?.budget ?? budget)
  const place = {
    playhead: view.sampled > 0 && within(view.sampled) ? view.sampled : null,
    firstPass: first !== null && within(first) ? first : null,
    reached: view.firstPass !== null,
  }
  const alone = (
    <Curve
      label={
        race
          ? `discovery at k, ${race.seedWords}: ${race.sentence}`
          : `discovery at k: ${armNames[config.arm]}, one seed. ${said}`
      }
      arms={race ? race.curves : made === 0 ? [] : [arm]}
      budget={race ? race.budget : budget}
      {...place}
    />
  )
  return (
    <section className="discovery" aria-label="Discovery">
      <div className="discovery-head">
        <h2>
          Solved within <i>k</i> attempts
        </h2>
        <span>
          {race
            ? race.seedWords
            : family
              ? `${measuredOn.problems} hard problems, ${measuredOn.seeds} seeds`
              : 'this run, one seed'}
        </span>
      </div>
      {!race && family ? (
        <Suspense fallback={alone}>
          <Measured
            family={family}
            budget={budget}
            playhead={place.playhead}
            firstPass={place.firstPass}
            reached={place.reached}
            said={said}
          />
        </Suspense>
      ) : (
        alone
      )}
      {race && (
        <p className="discovery-said">
          <span>
            <ArmProse text={race.sentence} />
          </span>
        </p>
      )}
      <p className="discovery-said">
        <span>
          {(race || family) && 'This run: '}
          {race || family ? said.charAt(0).toLowerCase() + said.slice(1) : said}
          {sinceThen(view)}
        </span>
        <RaceButton />
      </p>
    </section>
  )
}
