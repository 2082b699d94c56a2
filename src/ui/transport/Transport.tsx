/** The run: the act that comes next, back and play, the timeline, the counts, the settings. */
import { describeChanges } from '../../lab/settings/run-settings.ts'
import { useMemo } from 'react'
import { stepSize } from '../../sdpo/arms.ts'
import { selectConfig, selectKnown, selectView, selectWhole } from '../../lab/state/selectors.ts'
import { primaryOf, statusOf, type Primary } from '../../lab/words/status.ts'
import { tallyOf } from '../../lab/words/tally.ts'
import { currentStep } from '../../lab/run/view.ts'
import { isMoving } from '../../lab/actions/time.ts'
import { useAction } from '../actions.ts'
import { useLab, useLabState, useShallow } from '../lab.tsx'
import { Icon } from '../parts/Icon.tsx'
import { RunMenu } from './RunMenu.tsx'
import { Timeline, type Mark, type TimelineStep } from './Timeline.tsx'
import './Transport.css'

export function Transport() {
  return (
    <section className="transport" aria-label="Run">
      <RunActs />
      <RunTimeline />
      <Tally />
      <div className="transport-end">
        <RunMenu />
        <SettingsButton />
      </div>
    </section>
  )
}

export function RunActs() {
  const lab = useLab()
  const primary = useLabState(useShallow(primaryOf))
  const back = useAction('previous-act')
  const play = useAction('play')
  const moving = useLabState(isMoving)
  const pace = useAction('speed')
  const status = useLabState(useShallow(statusOf))
  return (
    <div className="acts">
      <PrimaryButton primary={primary} onClick={() => lab.time.primary()} />
      <button
        type="button"
        className="button icon"
        aria-label={back.label}
        title={`${back.label} (Left)`}
        disabled={!back.enabled}
        onClick={back.perform}
      >
        <Icon name="back" />
      </button>
      <button
        type="button"
        className="button icon"
        aria-label={play.label}
        title={`${play.label} (Space)`}
        disabled={!play.enabled}
        onClick={play.perform}
      >
        <Icon name={moving ? 'pause' : 'play'} />
      </button>
      <button
        type="button"
        className="button icon bare speed-button"
        aria-label={pace.label}
        title={`${pace.label} (X)`}
        onClick={pace.perform}
      >
        {pace.label.replace(/^.* /, '')}
      </button>
      <p className={`status ${status.tone}`} role="status" title={status.text}>
        {status.text}
      </p>
    </div>
  )
}

function PrimaryButton({ primary, onClick }: { primary: Primary; onClick: () => void }) {
  const loading = primary.kind === 'loading'
  return (
    <button
      type="button"
      className={`button primary ${loading ? 'filling' : ''}`}
      disabled={primary.kind === 'none' || primary.kind === 'pausing'}
      aria-disabled={loading || undefined}
      title={loading ? undefined : `${primary.label} (Right)`}
      onClick={() => !loading && onClick()}
    >
      {loading && <i className="fill" style={{ width: `${100 * primary.progress}%` }} />}
      <span>{primary.label}</span>
    </button>
  )
}

export function RunTimeline() {
  const lab = useLab()
  const view = useLabState(selectView)
  const whole = useLabState(selectWhole)
  const known = useLabState(selectKnown)
  const config = useLabState(selectConfig)
  const steps = useMemo<TimelineStep[]>(
    () =>
      known.steps.map((step, i) => {
        const seen = view.steps[i]
        return {
          step: step.step,
          marks: step.attempts.map((attempt, row): Mark => {
            const now = seen?.attempts[row]
            if (now) return now.passed === null ? 'pending' : now.passed ? 'passed' : 'failed'
            return attempt.passed ? 'future-passed' : 'future-failed'
          }),
          passed: step.passed,
          judged: seen ? seen.judged : step.judged,
          skipped: step.skipped !== null,
          changed: step.changed ? describeChanges(step.changed.before, step.changed.after) : [],
        }
      }),
    [view, known],
  )
  const current = currentStep(view)?.step ?? null
  const begun = whole.steps.reduce((sum, step) => sum + step.attempts.length, 0)
  const left = Math.max(0, config.budget - begun)
  const columns = whole.steps.length + Math.ceil(left / stepSize(config))
  const first = known.firstPass
  const firstStep =
    first === null ? null : known.steps.find((s) => s.attempts.some((a) => a.attempt === first))
  return (
    <Timeline
      steps={steps}
      last={whole.steps.length}
      columns={Math.max(columns, 1)}
      group={Math.max(stepSize(config), ...whole.steps.map((s) => s.attempts.length))}
      current={current}
      firstPass={
        firstStep ? { step: firstStep.step, attempt: first!, reached: view.firstPass !== null } : null
      }
      onScrub={(step) => lab.time.scrub(step)}
    />
  )
}

function Tally() {
  const { attempts, budget, passed, seed } = useLabState(useShallow(tallyOf))
  return (
    <dl className="tally">
      <div>
        <dt>Attempts</dt>
        <dd>
          <b>{attempts}</b>
          <span> of {budget}</span>
        </dd>
      </div>
      <div className={passed > 0 ? 'some' : ''}>
        <dt>Passed</dt>
        <dd>
          <b>{passed}</b>
        </dd>
      </div>
      <div className="seed">
        <dt>Seed</dt>
        <dd>
          <b>{seed}</b>
        </dd>
      </div>
    </dl>
  )
}

function SettingsButton() {
  const lab = useLab()
  const open = useLabState((s) => s.panel === 'settings')
  return (
    <button
      type="button"
      className="button settings-button"
      aria-expanded={open}
      aria-controls="settings"
      onClick={() => lab.choices.openPanel(open ? null : 'settings')}
    >
      Settings
    </button>
  )
}
