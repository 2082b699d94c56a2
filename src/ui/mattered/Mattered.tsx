/** The tokens that mattered over the whole run, over the right rail so that the picture they lead to stays in sight. */
import { useMemo, type CSSProperties } from 'react'
import { count, decimal, signed } from '../../lab/text/format.ts'
import { tokensThatMattered, type MatteredToken } from '../../lab/reading/mattered.ts'
import { selectFocus, selectWhole } from '../../lab/state/selectors.ts'
import { useLab, useLabState } from '../lab.tsx'
import { tokenText } from '../../lab/text/token.ts'
import { Icon } from '../parts/Icon.tsx'
import { phone, useMedia } from '../parts/useMedia.ts'
import { useHeldFocus } from '../parts/useHeldFocus.ts'
import '../settings/SettingsPanel.css'
import './Mattered.css'

const most = 24

export function Mattered() {
  const lab = useLab()
  const whole = useLabState(selectWhole)
  const found = useMemo(() => tokensThatMattered(whole), [whole])
  const panel = useHeldFocus<HTMLDivElement>()
  const shown = found.slice(0, most)
  // Both sides on one scale, with as much room for each as it needs.
  const [blame, praise] = [
    Math.max(...shown.map((token) => token.blame), 1e-9),
    Math.max(...shown.map((token) => token.praise), 1e-9),
  ]
  const split = Math.max(0.2, Math.min(0.8, blame / (blame + praise)))
  const scale = Math.max(blame / split, praise / (1 - split))
  const total = found.reduce((sum, token) => sum + token.praise + token.blame, 0)
  const held = shown.reduce((sum, token) => sum + token.praise + token.blame, 0)
  return (
    <div
      ref={panel}
      role="dialog"
      aria-label="Tokens that mattered"
      tabIndex={-1}
      className="settings mattered"
      style={{ '--split': split } as CSSProperties}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation()
          lab.choices.openPanel(null)
        }
        const rows = [...(panel.current?.querySelectorAll<HTMLElement>('.mattered-token') ?? [])]
        const at = rows.indexOf(document.activeElement as HTMLElement)
        const to = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : null
        if (to === null || rows.length === 0) return
        event.preventDefault()
        event.stopPropagation()
        rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus()
      }}
    >
      <div className="settings-head">
        <h2>Tokens that mattered</h2>
        <button
          type="button"
          className="button icon bare"
          aria-label="Close tokens that mattered"
          onClick={() => lab.choices.openPanel(null)}
        >
          <Icon name="close" />
        </button>
      </div>
      <p className="mattered-said">
        {found.length === 0 ? (
          'Known when the self-teacher has re-read an attempt.'
        ) : (
          <>
            All of the run’s credit, added up for each token after the one before it. These {shown.length} of{' '}
            {found.length} hold <strong>{Math.round((100 * held) / Math.max(total, 1e-9))} %</strong> of it.
            Each leads to its best example.
          </>
        )}
      </p>
      {shown.length > 0 && (
        <p className="mattered-legend" aria-hidden="true">
          <span className="down">blame</span>
          <span className="up">praise</span>
        </p>
      )}
      <ol className="mattered-list">
        {shown.map((token) => (
          <Row key={token.key} token={token} scale={scale} split={split} />
        ))}
      </ol>
    </div>
  )
}

function Row({ token, scale, split }: { token: MatteredToken; scale: number; split: number }) {
  const lab = useLab()
  const { best, praise, blame } = token
  const small = useMedia(phone)
  const name = tokenText(token.piece).bare
  const before = token.before === null ? 'first' : tokenText(token.before).bare
  const here = useLabState((s) => {
    const { attempt, pinned } = selectFocus(s)
    return attempt?.attempt === best.attempt && pinned === best.token
  })
  const context = token.before === null ? 'at the start' : `after ${before}`
  return (
    <li>
      <button
        type="button"
        className="mattered-token"
        aria-current={here || undefined}
        aria-label={`${name}, ${context}: blame ${decimal(blame, 1)}, praise ${decimal(praise, 1)} in ${count(token.count, 'place')}. Best example: ${signed(best.credit)} in attempt ${best.attempt}`}
        onClick={() => {
          lab.looking.setCreditMode('sdpo')
          lab.time.seekStep(best.step, 'score')
          lab.looking.focusAttempt(best.attempt)
          lab.looking.pinToken(best.token)
          // On a phone the panel covers what it leads to.
          if (small) lab.choices.openPanel(null)
        }}
      >
        <code className="mattered-code">
          <span>{token.before === null ? '' : before}</span>
          <b className={praise > blame ? 'up' : 'down'}>{name}</b>
        </code>
        <span className="mattered-count">{token.count} ×</span>
        <span
          className="mattered-bars"
          style={
            { '--blame': blame / scale / split, '--praise': praise / scale / (1 - split) } as CSSProperties
          }
        >
          <i className="down" />
          <i className="up" />
        </span>
        <span className="mattered-sums">
          <span className="down">{blame < 0.05 ? '' : signed(-blame, 1)}</span>
          <span className="up">{praise < 0.05 ? '' : signed(praise, 1)}</span>
        </span>
      </button>
    </li>
  )
}
