/** The settings of the run, over the right rail so that the picture stays in sight. Escape closes; focus returns. */
import { useId, type CSSProperties } from 'react'
import type { RunSetting, SettingValue } from '../../lab/settings/run-setting.ts'
import { thinkingSetting } from '../../lab/settings/run-settings/model.ts'
import { defaultOf, runSettings } from '../../lab/settings/run-settings.ts'
import { armSchema, defaultRunConfig, type RunConfig } from '../../sdpo/config.ts'
import { withPaperSettings } from '../../sdpo/presets.ts'
import { arms } from '../../sdpo/arms.ts'
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
  const mayThink = useLabState((s) => s.engine.model?.mayThink === true)
  const shown = runSettings.filter(
    (setting) => setting.applies(config) && (mayThink || setting !== thinkingSetting),
  )
  const panel = useHeldFocus<HTMLDivElement>()
  const change = (setting: RunSetting, value: SettingValue) =>
    lab.choices.changeConfig(setting.write(config, value))
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
      {shown
        .filter((setting) => setting.first)
        .map((setting) => (
          <SettingRow
            key={setting.id}
            setting={setting}
            config={config}
            onChange={(value) => change(setting, value)}
          />
        ))}
      <details className="settings-more">
        <summary>All other settings</summary>
        {shown
          .filter((setting) => !setting.first)
          .map((setting) => (
            <SettingRow
              key={setting.id}
              setting={setting}
              config={config}
              onChange={(value) => change(setting, value)}
            />
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

function SettingRow({
  setting,
  config,
  onChange,
}: {
  setting: RunSetting
  config: RunConfig
  onChange: (value: SettingValue) => void
}) {
  const value = setting.read(config)
  const describedBy = useId()
  const served = useLabState((s) => s.engine.model?.served !== undefined) && setting.id === 'arm'
  return (
    <div className="setting">
      <div className="setting-head">
        <span className="setting-label">{setting.label}</span>
        <SettingControl
          setting={setting}
          value={value}
          onChange={onChange}
          describedBy={describedBy}
          refused={served ? trains : null}
        />
      </div>
      {setting.kind === 'range' && (
        <SettingRange setting={setting} value={value} onChange={onChange} describedBy={describedBy} />
      )}
      <p id={describedBy}>
        {setting.sentence}
        {served && ' A model on a server is not trained from here: the methods that learn are not offered.'}
        <span className="setting-facts">
          Default {setting.show(defaultOf(setting))}
          {setting.paper !== undefined && <>, paper {setting.show(setting.paper)}</>}.{' '}
          <b>{setting.takesEffect === 'new-run' ? 'Needs a restart.' : 'From the next update.'}</b>
          {value !== defaultOf(setting) && (
            <button
              type="button"
              className="link-button"
              aria-label={`${setting.label}: back to the default`}
              onClick={() => onChange(defaultOf(setting))}
            >
              Back to it
            </button>
          )}
        </span>
      </p>
    </div>
  )
}

const trains = (value: SettingValue): boolean => arms[armSchema.parse(value)].trains

function SettingControl({
  setting,
  value,
  onChange,
  refused,
}: {
  setting: RunSetting
  value: SettingValue
  onChange: (value: SettingValue) => void
  describedBy: string
  /** Which options cannot be had; null: all can. */
  refused: ((value: SettingValue) => boolean) | null
}) {
  switch (setting.kind) {
    case 'choice':
      return (
        <Choice
          label={setting.label}
          className={setting.options.length > 3 ? 'wrap' : ''}
          value={String(value)}
          options={setting.options.map((option) => ({
            value: String(option.value),
            name: option.label,
            content: option.label,
            ...(refused?.(option.value) && { disabled: true }),
          }))}
          onChange={(text) =>
            onChange(setting.options.find((option) => String(option.value) === text)!.value)
          }
        />
      )
    case 'switch':
      return (
        <Switch name={setting.label} words={value ? 'on' : 'off'} on={value === true} onChange={onChange} />
      )
    case 'range':
      return (
        <span className="setting-value">
          {setting.show(value)}
          {setting.off !== undefined && (
            <button
              type="button"
              className="link-button"
              aria-pressed={value === null}
              onClick={() =>
                onChange(value === null ? Math.min(setting.max, Math.max(setting.min, 20)) : null)
              }
            >
              {value === null ? 'limit' : setting.off}
            </button>
          )}
        </span>
      )
    default:
      return setting satisfies never
  }
}

/** Sliders that multiply move along the logarithm. */
function SettingRange({
  setting,
  value,
  onChange,
  describedBy,
}: {
  setting: Extract<RunSetting, { kind: 'range' }>
  value: SettingValue
  onChange: (value: SettingValue) => void
  describedBy: string
}) {
  const number = typeof value === 'number' ? value : setting.max
  const log = setting.log === true
  const to = (v: number) => (log ? Math.log(v) : v)
  const from = (v: number) => (log ? Number(Math.exp(v).toPrecision(2)) : Number(v.toPrecision(6)))
  const [min, max, at] = [to(setting.min), to(setting.max), to(number)]
  return (
    <input
      type="range"
      className="range"
      aria-label={setting.label}
      aria-valuetext={setting.show(value)}
      aria-describedby={describedBy}
      disabled={value === null}
      min={min}
      max={max}
      step={log ? Math.log(setting.step) : setting.step}
      value={at}
      style={{ '--at': `${(100 * (at - min)) / (max - min)}%` } as CSSProperties}
      onChange={(event) => onChange(from(Number(event.target.value)))}
    />
  )
}
