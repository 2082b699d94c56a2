/** What is raced: arms (also while it goes), seeds, attempts each; what that costs; and the button. */
import { raceArms } from '../../lab/race/race.ts'
import { armNames } from '../../lab/text/arm-names.ts'
import { costWords, racePrimary } from '../../lab/words/race-words.ts'
import type { Arm } from '../../sdpo/config.ts'
import { useAction } from '../actions.ts'
import { useLab, useLabState, useShallow } from '../lab.tsx'
import { Choice } from '../parts/Choice.tsx'
import { ArmLine } from './ArmLine.tsx'

const seedChoices = [1, 3, 5, 10] as const
const budgetChoices = [32, 64, 128, 192] as const

export function RaceSetup() {
  const lab = useLab()
  const { arms, seeds, budget } = useLabState((s) => s.race.setup)
  const going = useLabState((s) => s.race.phase === 'running' || s.race.phase === 'paused')
  const cost = useLabState(costWords)
  const toggle = (arm: Arm) =>
    lab.race.change({ arms: arms.includes(arm) ? arms.filter((other) => other !== arm) : [...arms, arm] })
  const number = (label: string, value: number, choices: readonly number[], change: (n: number) => void) => (
    <div className="race-number">
      <span aria-hidden="true">{label}</span>
      <Choice
        label={label}
        value={String(value)}
        options={choices.map((n) => ({
          value: String(n),
          name: String(n),
          content: n,
          disabled: going && n !== value,
        }))}
        onChange={(text) => change(Number(text))}
      />
    </div>
  )
  return (
    <div className="race-setup">
      <div className="race-arms" role="group" aria-label="Arms">
        {raceArms.map((arm) => (
          <button
            key={arm}
            type="button"
            className="race-arm"
            aria-pressed={arms.includes(arm)}
            onClick={() => toggle(arm)}
          >
            <ArmLine arm={arm} />
            {armNames[arm]}
          </button>
        ))}
      </div>
      <div className="race-numbers">
        {number('Seeds', seeds, seedChoices, (n) => lab.race.change({ seeds: n }))}
        {number('Attempts each', budget, budgetChoices, (n) => lab.race.change({ budget: n }))}
      </div>
      <div className="race-go">
        <RaceGo />
        <p>{cost}</p>
      </div>
    </div>
  )
}

function RaceGo() {
  const { label, enabled, perform } = useAction('race-go')
  const stop = useAction('race-stop')
  const primary = useLabState(useShallow(racePrimary))
  const loading = primary.kind === 'loading'
  return (
    <>
      <button
        type="button"
        className={`button primary ${loading ? 'filling' : ''}`}
        disabled={!enabled && !loading}
        aria-disabled={!enabled}
        onClick={() => enabled && perform()}
      >
        {loading && <span className="fill" style={{ width: `${100 * primary.progress}%` }} />}
        <span>{label}</span>
      </button>
      {stop.enabled && (
        <button type="button" className="button" onClick={stop.perform}>
          {stop.label}
        </button>
      )}
    </>
  )
}
