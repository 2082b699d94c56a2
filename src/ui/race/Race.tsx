/** The arms on one problem with equal budgets and seeds, live: what is raced, the curves as they grow, what each arm costs. */
import { useEffect, useState } from 'react'
import { raceProgress } from '../../lab/race/race.ts'
import { modelReady, tokenSentence, undoneSentence } from '../../lab/words/race-words.ts'
import { askedModel, solvedWords } from '../../lab/words/preset-words.ts'
import { selectProblem } from '../../lab/state/selectors.ts'
import { useAction } from '../actions.ts'
import { Curve } from '../discovery/Curve.tsx'
import { useLab, useLabState } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import type { Arm } from '../../sdpo/config.ts'
import { useRace, type RaceFigures } from './figures.ts'
import { RaceSetup } from './RaceSetup.tsx'
import { RaceTable } from './RaceTable.tsx'
import { ArmProse } from './ArmProse.tsx'
import './Race.css'

export function Race() {
  const lab = useLab()
  const race = useRace()
  const problem = useLabState(selectProblem)
  const arms = useLabState((s) => s.race.setup.arms)
  const measured = useLabState((s) => (problem ? solvedWords(problem, askedModel(s)) : null))
  const ready = useLabState(modelReady)
  const note = useLabState((s) => s.race.note)
  // What it will cost is known before it starts, as soon as there is a model to measure.
  useEffect(() => lab.race.measure(), [lab, ready, arms, problem])
  return (
    <Dialog title="Race the arms" className="race" fillsPhone onClose={() => lab.choices.openPanel(null)}>
      <p className="race-intro">
        <b>{problem?.title ?? 'No problem chosen'}</b>. Every arm starts from the same model, with the same
        seeds and the same attempts.
        {measured && ` Measured before: ${measured.charAt(0).toLowerCase()}${measured.slice(1)}.`}
      </p>
      <RaceSetup />
      {note && (
        <p className="error-text" role="alert">
          {note}
        </p>
      )}
      {race && <Outcome race={race} otherProblem={race.view.problem.id !== problem?.id} />}
    </Dialog>
  )
}

function Outcome({ race, otherProblem }: { race: RaceFigures; otherProblem: boolean }) {
  const chosen = race.arms.map((f) => f.arm)
  const phase = useLabState((s) => s.race.phase)
  const made = raceProgress(race.view, chosen)
  const [lit, setLit] = useState<Arm | null>(null)
  const json = useAction('export-race')
  const csv = useAction('export-race-csv')
  return (
    <section className="race-outcome" aria-label="The race">
      <div
        className="race-progress"
        role="progressbar"
        aria-label="Attempts made"
        aria-valuenow={Math.round(100 * made)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${100 * made}%` }} />
      </div>
      <div className="discovery-head">
        <h3>
          Solved within <i>k</i> attempts{otherProblem && `: ${race.view.problem.title}`}
        </h3>
        <span>{race.seedWords}</span>
      </div>
      <div className="race-curve" data-lit={lit ?? undefined}>
        <Curve
          label={`discovery at k, ${race.seedWords}: ${race.sentence}`}
          arms={race.curves}
          budget={race.budget}
          playhead={null}
          firstPass={null}
          reached={false}
          whole
        />
      </div>
      <p className="race-said">
        <ArmProse
          text={[race.sentence, tokenSentence(race.view, chosen), undoneSentence(race.view, chosen)]
            .filter((sentence) => sentence !== '')
            .join(' ')}
        />
      </p>
      <p className="quiet" role="status">
        {phase === 'done' ? `The race is over. ${race.sentence}` : ''}
      </p>
      <RaceTable view={race.view} arms={race.arms} onLit={setLit} />
      <div className="race-foot">
        <p>
          {race.view.config.seeds > 1 && 'Bands: 90\u202f% bootstrap intervals over seeds, coarse with few. '}
          Tokens are all that is read and written, the teacher’s reading and the updates too; a prompt that
          several attempts share counts once. Time is the arm’s own.
        </p>
        <button type="button" className="button" disabled={!json.enabled} onClick={json.perform}>
          {json.label}
        </button>
        <button type="button" className="button" disabled={!csv.enabled} onClick={csv.perform}>
          {csv.label}
        </button>
      </div>
    </section>
  )
}
