/** The knobs of the run, over the right rail so that the picture stays in sight. Escape closes; focus returns. */
import { useId, type CSSProperties } from 'react'
import type { Knob, KnobValue } from '../../lab/settings/knob.ts'
import { defaultOf, knobs } from '../../lab/settings/knobs.ts'
import { type RunConfig, defaultRunConfig } from '../../sdpo/config.ts'
import { withPaperSettings } from '../../sdpo/presets.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Choice } from '../parts/Choice.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Switch } from '../parts/Switch.tsx'
import { useHeldFocus } from '../parts/useHeldFocus.ts'
import './SettingsPanel.css'

export function SettingsPanel() {
  const lab = useLab()
  const config = useLabState((s) => s.settings.config)
  const recorded = useLabState((s) => s.source === 'recorded')
  const panel = useHeldFocus<HTMLDivElement>()
  const change = (knob: Knob, value: KnobValue) => lab.choices.changeConfig(knob.write(config, value))
  return (
    <div
      ref={panel}
      id="settings"
      role="dialog"
      aria-label="Settings"
      tabIndex={-1}
      className="settings"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        lab.choices.openPanel(null)
      }}
    >
      <div className="settings-head">
        <h2>Settings</h2>
        <button
          type="button"
          className="button icon bare"
          aria-label="Close settings"
          onClick={() => lab.choices.openPanel(null)}
        >
          <Icon name="close" />
        </button>
      </div>
      {recorded && (
        <p className="settings-note">The recording keeps its own settings. These are for live runs.</p>
      )}
      {knobs
        .filter((knob) => knob.first)
        .map((knob) => (
          <KnobRow key={knob.id} knob={knob} config={config} onChange={(value) => change(knob, value)} />
        ))}
      <details className="settings-more">
        <summary>All other settings</summary>
        {knobs
          .filter((knob) => !knob.first)
          .map((knob) => (
            <KnobRow key={knob.id} knob={knob} config={config} onChange={(value) => change(knob, value)} />
          ))}
      </details>
      <div className="settings-whole">
        <button type="button" className="button" onClick={() => lab.choices.changeConfig(defaultRunConfig)}>
          Reset to defaults
        </button>
        <button
          type="button"
          className="button"
          onClick={() => lab.choices.changeConfig(withPaperSettings(config))}
        >
          The paper’s settings
        </button>
      </div>
    </div>
  )
}

function KnobRow({
  knob,
  config,
  onChange,
}: {
  knob: Knob
  config: RunConfig
  onChange: (value: KnobValue) => void
}) {
  const value = knob.read(config)
  const describedBy = useId()
  return (
    <div className="knob">
      <div className="knob-head">
        <span className="knob-label">{knob.label}</span>
        <KnobControl knob={knob} value={value} onChange={onChange} describedBy={describedBy} />
      </div>
      {knob.kind === 'range' && (
        <KnobRange knob={knob} value={value} onChange={onChange} describedBy={describedBy} />
      )}
      <p id={describedBy}>
        {knob.sentence}
        <span className="knob-facts">
          Default {knob.show(defaultOf(knob))}
          {knob.paper !== undefined && <>, paper {knob.show(knob.paper)}</>}.{' '}
          <b>{knob.takesEffect === 'new-run' ? 'Needs a restart.' : 'From the next update.'}</b>
          {value !== defaultOf(knob) && (
            <button
              type="button"
              className="link-button"
              aria-label={`${knob.label}: back to the default`}
              onClick={() => onChange(defaultOf(knob))}
            >
              Back to it
            </button>
          )}
        </span>
      </p>
    </div>
  )
}

function KnobControl({
  knob,
  value,
  onChange,
}: {
  knob: Knob
  value: KnobValue
  onChange: (value: KnobValue) => void
  describedBy: string
}) {
  switch (knob.kind) {
    case 'choice':
      return (
        <Choice
          label={knob.label}
          className={knob.options.length > 3 ? 'wrap' : ''}
          value={String(value)}
          options={knob.options.map((option) => ({
            value: String(option.value),
            name: option.label,
            content: option.label,
          }))}
          onChange={(text) => onChange(knob.options.find((option) => String(option.value) === text)!.value)}
        />
      )
    case 'switch':
      return <Switch name={knob.label} words={value ? 'on' : 'off'} on={value === true} onChange={onChange} />
    case 'range':
      return (
        <span className="knob-value">
          {knob.show(value)}
          {knob.off !== undefined && (
            <button
              type="button"
              className="link-button"
              aria-pressed={value === null}
              onClick={() => onChange(value === null ? Math.min(knob.max, Math.max(knob.min, 20)) : null)}
            >
              {value === null ? 'limit' : knob.off}
            </button>
          )}
        </span>
      )
    default:
      return knob satisfies never
  }
}

/** Sliders that multiply move along the logarithm. */
function KnobRange({
  knob,
  value,
  onChange,
  describedBy,
}: {
  knob: Extract<Knob, { kind: 'range' }>
  value: KnobValue
  onChange: (value: KnobValue) => void
  describedBy: string
}) {
  const number = typeof value === 'number' ? value : knob.max
  const log = knob.log === true
  const to = (v: number) => (log ? Math.log(v) : v)
  const from = (v: number) => (log ? Number(Math.exp(v).toPrecision(2)) : Number(v.toPrecision(6)))
  const [min, max, at] = [to(knob.min), to(knob.max), to(number)]
  return (
    <input
      type="range"
      className="range"
      aria-label={knob.label}
      aria-valuetext={knob.show(value)}
      aria-describedby={describedBy}
      disabled={value === null}
      min={min}
      max={max}
      step={log ? Math.log(knob.step) : knob.step}
      value={at}
      style={{ '--at': `${(100 * (at - min)) / (max - min)}%` } as CSSProperties}
      onChange={(event) => onChange(from(Number(event.target.value)))}
    />
  )
}
