/** The tokens that mattered over the whole run, over the right rail so that the picture they lead to stays in sight. */
import { useMemo } from 'react'
import { tokensThatMattered } from '../../lab/reading/mattered.ts'
import { selectFocus, selectWhole } from '../../lab/state/selectors.ts'
import type { LabState } from '../../lab/state/store.ts'
import { useLab, useLabState, useShallow } from '../lab.tsx'
import { Icon } from '../parts/Icon.tsx'
import { phone, useMedia } from '../parts/useMedia.ts'
import { useHeldFocus } from '../parts/useHeldFocus.ts'
import { MatteredList } from './MatteredList.tsx'
import '../settings/SettingsPanel.css'

const most = 24

export function Mattered() {
  const lab = useLab()
  const whole = useLabState(selectWhole)
  const { attempt, pinned } = useLabState(useShallow(inView))
  const small = useMedia(phone)
  const found = useMemo(() => tokensThatMattered(whole), [whole])
  const panel = useHeldFocus<HTMLDivElement>()
  const shown = found.slice(0, most)
  const total = found.reduce((sum, token) => sum + token.praise + token.blame, 0)
  const held = shown.reduce((sum, token) => sum + token.praise + token.blame, 0)
  return (
    <div
      ref={panel}
      role="dialog"
      aria-label="Tokens that mattered"
      tabIndex={-1}
      className="settings mattered"
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
      <MatteredList
        tokens={shown}
        isHere={(best) => attempt === best.attempt && pinned === best.token}
        onChoose={(best) => {
          lab.looking.setCreditMode('sdpo')
          lab.time.seekStep(best.step, 'score')
          lab.looking.focusAttempt(best.attempt)
          lab.looking.pinToken(best.token)
          // On a phone the panel covers what it leads to.
          if (small) lab.choices.openPanel(null)
        }}
      />
    </div>
  )
}

function inView(state: LabState): { attempt: number | undefined; pinned: number | null } {
  const { attempt, pinned } = selectFocus(state)
  return { attempt: attempt?.attempt, pinned }
}
