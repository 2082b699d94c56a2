/** Discovery of the arms on the headline's problems: family, class and multi-turn's window are the person's to choose; multi-turn and sampling without repeats are always among them. */
import { useState } from 'react'
import { Curve, type CurveArm } from '../discovery/Curve.tsx'
import { Choice } from '../parts/Choice.tsx'
import { rowOf } from '../../results/fields.ts'
import { discoveryCurves, readResult } from '../../results/files.ts'
import { armsOf, measuredArms } from './measured-arms.ts'
import './figures.css'

/** What the files of results call a family, and what the person reads. */
const familyNames = { lists: 'lists', records: 'records' }
type Family = keyof typeof familyNames
const families = Object.keys(familyNames) as Family[]
const classNames = {
  hard: { name: 'hard', content: 'hard' },
  'very hard': { name: 'very hard', content: 'very hard' },
}
type Hardness = keyof typeof classNames
const classes = Object.keys(classNames) as Hardness[]
const windows = ['1', '3', '6', '9'] as const
const budget = 256

export function DiscoveryFigure() {
  const [family, setFamily] = useState(families[0]!)
  const [hardness, setHardness] = useState(classes[0]!)
  const [window, setWindow] = useState<(typeof windows)[number]>('6')
  const title = `${family}, ${hardness}`
  const problems = rowOf(readResult, `headline-${family}`, `${title}: problems`).value
  const arms = armsOf(discoveryCurves[title]!, window)
  const said = arms.map(({ label, points }) => `${label} ${percent(points.at(-1)!.solved)}`).join(', ')
  return (
    <section className="results-figure" aria-label="Discovery on the test split">
      <div className="results-choices">
        <Choice
          label="Family"
          value={family}
          onChange={setFamily}
          options={families.map((value) => ({
            value,
            name: familyNames[value],
            content: familyNames[value],
          }))}
        />
        <Choice
          label="Problems"
          value={hardness}
          onChange={setHardness}
          options={classes.map((value) => ({ value, ...classNames[value] }))}
        />
        <span className="results-choice">
          <span>Multi-turn reads</span>
          <Choice
            label="Pieces of feedback that multi-turn reads"
            value={window}
            onChange={setWindow}
            options={windows.map((value) => ({ value, name: value, content: value }))}
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
        label={`discovery at k on ${familyNames[family]}, ${classNames[hardness].name} problems, within ${budget} attempts: ${said}`}
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
