/** Who and where: the name, the model and what it runs on, recorded or live, the theme, share, present. */
import { bigNumber, megabytes } from '../../lab/text/format.ts'
import { selectView } from '../../lab/state/selectors.ts'
import type { Source } from '../../lab/run/session.ts'
import type { Theme } from '../../lab/settings/settings.ts'
import type { ActionId } from '../../lab/state/action-ids.ts'
import { useAction } from '../actions.ts'
import { useLab, useLabState } from '../lab.tsx'
import { compact } from '../maths/format.ts'
import { ActionItem } from '../parts/ActionItem.tsx'
import { Choice } from '../parts/Choice.tsx'
import { Icon, type IconName } from '../parts/Icon.tsx'
import { Popover } from '../parts/Popover.tsx'
import { useMedia, phone } from '../parts/useMedia.ts'
import { LanguageItems, LanguageMenu } from './LanguageMenu.tsx'
import { Logo } from './Logo.tsx'
import { ModelMenu } from './ModelMenu.tsx'
import './Header.css'

export const backendNames = { webgpu: 'WebGPU', wasm: 'CPU', node: 'CPU', server: 'a server' } as const

export function Header() {
  const small = useMedia(phone)
  return (
    <header className="header">
      <a className="skip" href="#main">
        To the attempt
      </a>
      <Brand />
      {!small && <ModelChip />}
      <span className="header-gap" />
      <SourceChoice sized={!small} />
      <ThemeButton />
      {!small && <LanguageMenu />}
      {!small && <TakeAway />}
      {small ? (
        <More />
      ) : (
        <>
          <ShareButton />
          <PresentButton />
        </>
      )}
    </header>
  )
}

export function Brand() {
  return (
    <div className="brand">
      <Logo />
      <div>
        <h1>SDPO Lab</h1>
        <p>
          A language model learns from feedback, by teaching itself.{' '}
          <a href="https://arxiv.org/abs/2601.20802" target="_blank" rel="noreferrer">
            The paper
          </a>
        </p>
      </div>
    </div>
  )
}

function SourceChoice({ sized }: { sized: boolean }) {
  const lab = useLab()
  const source = useLabState((s) => s.source)
  const bytes = useLabState((s) => s.liveBytes)
  const here = useLabState((s) => s.engine.model !== null)
  return (
    <Choice<Source>
      label="Source"
      value={source}
      onChange={(next) => lab.choices.setSource(next)}
      options={[
        {
          value: 'recorded',
          name: 'Recorded',
          content: (
            <>
              <i className="source-dot" />
              Recorded
            </>
          ),
        },
        {
          value: 'live',
          name: 'Live',
          content: (
            <>
              {here && <i className="source-dot live" />}Live
              {!here && sized && bytes > 0 && <small>{megabytes(bytes)}</small>}
            </>
          ),
        },
      ]}
    />
  )
}

const themeIcons: Record<Theme, IconName> = {
  system: 'contrast',
  light: 'sun',
  dark: 'moon',
  projector: 'projector',
}

function ThemeButton() {
  const theme = useLabState((s) => s.settings.theme)
  const { label, perform } = useAction('cycle-theme')
  return (
    <button type="button" className="button icon bare" aria-label={label} title={label} onClick={perform}>
      <Icon name={themeIcons[theme]} />
    </button>
  )
}

const takeAway: readonly (readonly ActionId[])[] = [
  ['token-table'],
  ['strip-svg', 'strip-png', 'bars-svg', 'bars-png', 'curves-svg', 'curves-png'],
  [
    'export-run',
    'export-player',
    'export-trl',
    'export-verl',
    'share-bare',
    'embed',
    'print',
    'teach',
    'take-adapter',
  ],
]

function TakeAway() {
  return (
    <Popover name="Take away" className="button icon bare" align="end" content={<Icon name="takeAway" />}>
      {(close) => <TakeAwayItems close={close} />}
    </Popover>
  )
}

function TakeAwayItems({ close }: { close: () => void }) {
  return takeAway.map((group, i) => (
    <div key={i} className="menu-group">
      {group.map((id) => (
        <ActionItem key={id} id={id} close={close} />
      ))}
    </div>
  ))
}

function ShareButton() {
  const { label, perform } = useAction('share')
  return (
    <button type="button" className="button" onClick={perform}>
      {label}
    </button>
  )
}

function PresentButton() {
  const lab = useLab()
  return (
    <button type="button" className="button" onClick={() => lab.choices.setPresent(true)}>
      Present
    </button>
  )
}

function ModelChip() {
  const model = useLabState(
    (s) =>
      (s.source === 'live' ? s.engine.model : null) ??
      selectView(s).model ??
      s.engine.model ??
      s.recorded.whole.model,
  )
  const backend = useLabState(
    (s) => (s.source === 'live' ? s.engine.backend : null) ?? selectView(s).backend ?? s.engine.backend,
  )
  const backendName = backend ? backendNames[backend.name] : ''
  // Of a model on a server nobody says how many it has.
  const known = model !== null && model.parameters > 0
  const name = model
    ? `Model: ${model.name}${known ? `, ${bigNumber(model.parameters)} parameters` : ''}${backend ? `, ${backendName}` : ''}. Change model`
    : 'Model: not loaded. Change model'
  return (
    <Popover
      name={name}
      className="model-chip"
      content={
        <>
          {model ? (
            <>
              <span className="model-name">{model.name}</span> {known && compact(model.parameters)}
            </>
          ) : (
            'no model'
          )}
          {backend && (
            <>
              <i aria-hidden="true">·</i>
              {backendName}
            </>
          )}
          <Icon name="down" size={14} />
        </>
      }
    >
      {(close) => <ModelMenu close={close} />}
    </Popover>
  )
}

function More() {
  const lab = useLab()
  const share = useAction('share')
  return (
    <Popover name="More" className="button icon bare" align="end" content={<Icon name="more" />}>
      {(close) => (
        <>
          <button
            type="button"
            className="menu-item"
            onClick={() => {
              close()
              share.perform()
            }}
          >
            {share.label}
          </button>
          <button
            type="button"
            className="menu-item"
            onClick={() => {
              close()
              lab.choices.setPresent(true)
            }}
          >
            Present
          </button>
          <div className="menu-group">
            <p className="model-menu-head">Take away</p>
          </div>
          <TakeAwayItems close={close} />
          <LanguageItems close={close} />
          <ModelMenu close={close} />
        </>
      )}
    </Popover>
  )
}
