/** One row an arm: what each seed came to, attempts to the first pass, and what it cost. */
import type { ArmFigures, RaceView } from '../../lab/race/race.ts'
import type { Arm } from '../../sdpo/config.ts'
import { armNames } from '../../lab/text/arm-names.ts'
import { duration } from '../../lab/words/race-words.ts'
import { useLab, useLabState } from '../lab.tsx'
import { compact } from '../maths/format.ts'
import { Icon } from '../parts/Icon.tsx'
import { ArmLine } from './ArmLine.tsx'
import './RaceTable.css'

/** `onLit`: the arm that is pointed at, whose curve then stands out. */
export function RaceTable({
  view,
  arms,
  onLit,
}: {
  view: RaceView
  arms: readonly ArmFigures[]
  onLit: (arm: Arm | null) => void
}) {
  const going = useLabState((s) => s.race.phase === 'running' || s.race.phase === 'paused')
  return (
    <table className="race-table">
      <thead>
        <tr>
          <th scope="col">Arm</th>
          <th scope="col">Seeds solved</th>
          <th scope="col">
            <span className="race-wide">Median attempts</span>
            <span className="race-narrow">Median</span>
          </th>
          <th scope="col">Tokens</th>
          <th scope="col">Time</th>
          {going && (
            <th scope="col">
              <span className="quiet">Pause</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {arms.map((figures) => (
          <Row key={figures.arm} view={view} figures={figures} going={going} onLit={onLit} />
        ))}
      </tbody>
    </table>
  )
}

function Row({
  view,
  figures,
  going,
  onLit,
}: {
  view: RaceView
  figures: ArmFigures
  going: boolean
  onLit: (arm: Arm | null) => void
}) {
  const lab = useLab()
  const held = useLabState((s) => s.race.held.includes(figures.arm))
  const { arm, seeds, solved, finished } = figures
  return (
    <tr
      onPointerEnter={() => onLit(arm)}
      onPointerLeave={() => onLit(null)}
      onFocus={() => onLit(arm)}
      onBlur={() => onLit(null)}
    >
      <th scope="row">
        <ArmLine arm={arm} />
        {armNames[arm]}
        {held && !finished && <small> paused</small>}
      </th>
      <td>
        <SeedMarks view={view} figures={figures} />
        <span>
          {solved} of {seeds}
        </span>
      </td>
      <td>{median(figures, view.config.budget)}</td>
      <td>{figures.attempts === 0 ? '' : compact(figures.tokens)}</td>
      <td>{figures.attempts === 0 ? '' : duration(figures.ms)}</td>
      {going && (
        <td className="race-hold">
          {!finished && (
            <button
              type="button"
              className="button icon bare"
              aria-label={held ? `Let ${armNames[arm]} go on` : `Pause ${armNames[arm]}`}
              aria-pressed={held}
              onClick={() => lab.race.hold(arm, !held)}
            >
              <Icon name={held ? 'play' : 'pause'} size={14} />
            </button>
          )}
        </td>
      )}
    </tr>
  )
}

function median({ median, finished }: ArmFigures, budget: number): string {
  if (median !== null) return String(median)
  return finished ? `> ${budget}` : '\u2013'
}

/** A square for a seed that passed, a dot for one that has not, a ring for one still going. */
function SeedMarks({ view, figures: { arm, seeds } }: { view: RaceView; figures: ArmFigures }) {
  return (
    <span className="race-marks" aria-hidden="true">
      {Array.from({ length: seeds }, (_, i) => {
        const lane = view.lanes.find((l) => l.arm === arm && l.seed === view.config.run.seed + i)
        const state = lane?.firstPass != null ? 'passed' : lane?.finished ? 'failed' : 'going'
        const words =
          lane?.firstPass != null
            ? `passed at attempt ${lane.firstPass}`
            : `${lane?.attempts ?? 0} attempts, none passed`
        return <i key={i} className={state} title={`Seed ${view.config.run.seed + i}: ${words}`} />
      })}
    </span>
  )
}
