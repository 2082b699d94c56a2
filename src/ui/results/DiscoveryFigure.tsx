/** Discovery of the arms on problems of the test split: family, class and multi-turn's window are the person's to choose; multi-turn is always among them. */
import { useState } from 'react'
import { Curve, type CurveArm } from '../discovery/Curve.tsx'
import { Choice } from '../parts/Choice.tsx'
import { rowOf } from '../../results/fields.ts'
import { discoveryCurves, readResult } from '../../results/files.ts'
import { armsOf, measuredArms } from './measured-arms.ts'

const families = ['lists', 'records'] as const
const classes = ['hard', 'very hard', 'very hard as in the paper'] as const
const classNames: Readonly<Record<(typeof classes)[number], string>> = {
  hard: 'hard',
  'very hard': 'very hard',
  'very hard as in the paper': 'the paper\u2019s very hard',
}
const windows = ['1', '3', '6'] as const
const budget = 256

const options = <T extends string>(values: readonly T[]) =>
  values.map((value) => ({ value, name: value, content: value }))

export function DiscoveryFigure() {
  const [family, setFamily] = useState<(typeof families)[number]>('lists')
  const [hardness, setHardness] = useState<(typeof classes)[number]>('hard')
  const [window, setWindow] = useState<(typeof windows)[number]>('6')
  const title = `${family}, ${hardness}`
  const problems = rowOf(readResult, `discovery-${family}`, `${title}: problems`).value
  const arms = armsOf(discoveryCurves[title]!, window)
  const said = arms.map(({ label, points }) => `${label} ${percent(points.at(-1)!.solved)}`).join(', ')
  return (
    <section className="results-figure" aria-label="Discovery on the test split">
      <div className="results-choices">
        <Choice label="Family" value={family} onChange={setFamily} options={options(families)} />
        <Choice
          label="Problems"
          value={hardness}
          onChange={setHardness}
          options={classes.map((value) => ({ value, name: value, content: classNames[value] }))}
        />
        <span className="results-choice">
          <span>Multi-turn reads</span>
          <Choice
            label="Pieces of feedback that multi-turn reads"
            value={window}
            onChange={setWindow}
            options={options(windows)}
          />
        </span>
      </div>
      <div className="discovery-head">
        <h3>
          Solved within <i>k</i> attempts
        </h3>
        <span>{problems} problems, 5 seeds, 90&nbsp;% interval</span>
      </div>
      <Curve
        label={`discovery at k on ${title} problems, within ${budget} attempts: ${said}`}
        arms={arms}
        budget={budget}
        playhead={null}
        firstPass={null}
        reached={false}
        whole
      />
      <details className="results-table">
        <summary>The curves as a table</summary>
        <DiscoveryTable title={title} arms={arms} window={window} />
      </details>
    </section>
  )
}

const percent = (share: number) => `${Math.round(100 * share)}\u202f%`

function DiscoveryTable({
  title,
  arms,
  window,
}: {
  title: string
  arms: readonly CurveArm[]
  window: string
}) {
  const measured = measuredArms.map(({ curve }) => discoveryCurves[title]![curve(window)]!)
  const ks = [1, 4, 16, 32, 64, 128, budget].map((mark) =>
    measured[0]!.map(({ k }) => k).reduce((a, b) => (Math.abs(b - mark) < Math.abs(a - mark) ? b : a)),
  )
  return (
    <table className="race-table">
      <thead>
        <tr>
          <th scope="col">Attempts</th>
          {arms.map(({ arm, label }) => (
            <th key={arm} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ks.map((k) => (
          <tr key={k}>
            <th scope="row">{k}</th>
            {measured.map((points, i) => {
              const { value, low, high } = points.find((p) => p.k === k)!
              return (
                <td key={arms[i]!.arm}>
                  {percent(value)}{' '}
                  <small>
                    [{Math.round(100 * low)}, {Math.round(100 * high)}]
                  </small>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
