/** Two runs beside one another: what differs, which passed first, their curves on the same axes, and the same update of both. */
import { attemptSummary } from '../../lab/words/summary.ts'
import { useState } from 'react'
import {
  differences,
  methodOf,
  signalOf,
  stepAt,
  stepsOf,
  verdict,
  type SideBySide as Pair,
  type SideRun,
  type SignalName,
} from '../../lab/reading/side-by-side.ts'
import { useLab, useLabState } from '../lab.tsx'
import { HeatLine } from '../attempt/HeatLine.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { Icon } from '../parts/Icon.tsx'
import { TwoLines } from './TwoLines.tsx'
import './SideBySide.css'

const signals: readonly [SignalName, string][] = [
  ['passRate', 'Pass rate'],
  ['loss', 'Loss'],
  ['gradNorm', 'Gradient norm'],
  ['entropy', 'Entropy'],
  ['klToStart', 'KL to start'],
]

export function SideBySide() {
  const lab = useLab()
  const pair = useLabState((s) => s.sideBySide)
  return (
    <Dialog title="Two runs" className="side-by-side" onClose={() => lab.choices.openPanel(null)}>
      {pair ? <Both pair={pair} /> : <p className="menu-note">Choose two runs under Runs.</p>}
    </Dialog>
  )
}

function Both({ pair }: { pair: Pair }) {
  const { a, b } = pair
  const most = stepsOf(pair)
  const [step, setStep] = useState(1)
  const budget = Math.max(1, a.view.sampled, b.view.sampled)
  return (
    <>
      <div className="side-heads">
        <Head run={a} which="a" />
        <Head run={b} which="b" />
      </div>
      <p className="side-verdict">{verdict(pair)}</p>
      <section className="side-differences" aria-label="Set differently">
        <h3>Set differently</h3>
        <ul>
          {differences(pair).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </section>
      <section aria-label="Solved within k attempts">
        <h3>
          Solved within <i>k</i> attempts
        </h3>
        <TwoLines
          name=""
          a={{ name: a.name, values: solvedBy(a, budget) }}
          b={{ name: b.name, values: solvedBy(b, budget) }}
          at={null}
          said={[firstPassWords(a), firstPassWords(b)]}
        />
        <p className="side-axis" aria-hidden="true">
          <span>0</span>
          <span>{`${budget} attempts`}</span>
        </p>
      </section>
      <section aria-label="Training">
        <h3>Training, update by update</h3>
        <div className="side-signals">
          {signals.map(([key, name]) => (
            <TwoLines
              key={key}
              name={name}
              a={{ name: a.name, values: signalOf(a.view, key) }}
              b={{ name: b.name, values: signalOf(b.view, key) }}
              at={step}
            />
          ))}
        </div>
      </section>
      <section aria-label="The same update">
        <div className="side-step">
          <h3>Update {step} of both</h3>
          <input
            type="range"
            aria-label="Update"
            min={1}
            max={Math.max(1, most)}
            value={step}
            onChange={(event) => setStep(Number(event.target.value))}
          />
        </div>
        <div className="side-heads">
          <Attempts run={a} step={step} />
          <Attempts run={b} step={step} />
        </div>
      </section>
    </>
  )
}

/** 0 or 1 for every number of attempts from 0 on, as far as the run has come. */
function solvedBy({ view }: SideRun, budget: number): (number | null)[] {
  return Array.from({ length: budget + 1 }, (_, k) =>
    k > view.sampled ? null : view.firstPass !== null && k >= view.firstPass ? 1 : 0,
  )
}

function firstPassWords({ view }: SideRun): string {
  return view.firstPass === null ? `not in ${view.sampled}` : `attempt ${view.firstPass}`
}

function Head({ run, which }: { run: SideRun; which: 'a' | 'b' }) {
  return (
    <div className={`side-head ${which}`}>
      <h3>
        <i aria-hidden="true" />
        {run.name}
      </h3>
      <p>
        {run.view.problem?.title}. {methodOf(run)}. {run.view.sampled} attempts, {run.view.passed} passed.
      </p>
    </div>
  )
}

function Attempts({ run, step }: { run: SideRun; step: number }) {
  const found = stepAt(run.view, step)
  if (!found)
    return (
      <p className="menu-note">
        {run.name} has no update {step}.
      </p>
    )
  return (
    <ul className="side-attempts" aria-label={`Update ${step} of ${run.name}`}>
      {found.attempts.map((attempt) => (
        <li key={attempt.attempt}>
          <span className="side-mark">
            {attempt.passed === null ? null : <Icon name={attempt.passed ? 'check' : 'cross'} size={12} />}
            <span className="quiet">
              {attempt.passed === null ? 'not judged' : attempt.passed ? 'passed' : 'failed'}:{' '}
            </span>
          </span>
          <code>{attempt.text || attempt.pieces.join('')}</code>
          <HeatLine
            pieces={attempt.pieces}
            credit={attempt.reprompt?.mask === 0 ? null : attempt.credit}
            flat={false}
          />
          <span className="side-said">{attempt.passed ? 'passed' : attemptSummary(attempt)}</span>
        </li>
      ))}
    </ul>
  )
}
