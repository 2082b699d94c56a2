/** Training on a set of questions: the share of attempts that pass, over samples, on the questions trained on or on others of the same customer. */
import { useState } from 'react'
import { armNames } from '../../lab/text/arm-names.ts'
import { Curve, type CurveArm } from '../discovery/Curve.tsx'
import { Choice } from '../parts/Choice.tsx'
import { rowOf } from '../../results/fields.ts'
import { readResult, trainingCurves } from '../../results/files.ts'
import { straight } from './straight.ts'
import './figures.css'

const arms = ['sdpo', 'sdpo+grpo', 'srpo', 'rlsd', 'grpo'] as const
const parts = ['trained', 'held out'] as const
const partNames = { trained: 'Trained on', 'held out': 'Held out' } as const
const percent = (share: number) => `${Math.round(100 * share)}\u202f%`

export function TrainingFigure() {
  const [part, setPart] = useState<(typeof parts)[number]>('held out')
  const questions = rowOf(readResult, 'training', 'lists: questions trained on, and held out').value
  const customers = rowOf(readResult, 'training', 'lists: customers').value
  const measured = arms.map((arm) => ({
    arm,
    label: armNames[arm],
    points: trainingCurves[`lists: ${arm}, ${part}, student`]!,
  }))
  const drawn = measured.map(({ arm, label, points }): CurveArm => ({ arm, label, points: straight(points) }))
  const budget = measured[0]!.points.at(-1)!.k
  const said = measured.map(({ label, points }) => `${label} ${percent(points.at(-1)!.value)}`).join(', ')
  return (
    <section className="results-figure" aria-label="Training on a set of questions">
      <div className="results-choices">
        <Choice
          label="Questions"
          value={part}
          onChange={setPart}
          options={parts.map((value) => ({ value, name: partNames[value], content: partNames[value] }))}
        />
      </div>
      <div className="discovery-head">
        <h3>Passed of all attempts, after so many samples</h3>
        <span>{`${questions} lists questions of ${customers} customers, 90\u00a0% interval`}</span>
      </div>
      <Curve
        label={
          part === 'trained'
            ? `share of attempts that pass on questions trained on, after ${budget} samples: ${said}`
            : `share of attempts that pass on questions held out, after ${budget} samples: ${said}`
        }
        arms={drawn}
        budget={budget}
        playhead={null}
        firstPass={null}
        reached={false}
        whole
      />
      <details className="results-table">
        <summary>The curves as a table</summary>
        <table className="race-table">
          <thead>
            <tr>
              <th scope="col">Samples</th>
              {measured.map(({ arm, label }) => (
                <th key={arm} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {measured[0]!.points.map(({ k }, i) => (
              <tr key={k}>
                <th scope="row">{k}</th>
                {measured.map(({ arm, points }) => (
                  <td key={arm}>
                    {percent(points[i]!.value)}{' '}
                    <small>
                      [{Math.round(100 * points[i]!.low)}, {Math.round(100 * points[i]!.high)}]
                    </small>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}
