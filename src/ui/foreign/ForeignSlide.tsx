/** One attempt of a foreign run for a room: its sentence, its strip, both readers of a token. Arrows go through the attempts. */
import { useRef, type KeyboardEvent } from 'react'
import type { Traces } from '../../lab/control/foreign-traces.ts'
import { decimal } from '../../lab/text/format.ts'
import { useLab } from '../lab.tsx'
import { useModal } from '../parts/useModal.ts'
import { useFit } from '../present/useFit.ts'
import '../present/Present.css'
import '../present/fit.css'
import './ForeignSlide.css'
import { lineOf } from './ForeignAttemptView.tsx'
import { ForeignBars } from './ForeignBars.tsx'
import { ForeignStrip } from './ForeignStrip.tsx'
import type { Look } from './useLook.ts'

/** Tokens that a room can read at once. */
const most = 60

/** Letters by the size of the slide (useFit). */
const sizes = [44, 36, 30, 25, 21, 18, 15]

export function ForeignSlide({ run, look, name }: { run: Traces; look: Look; name: string }) {
  const lab = useLab()
  const frame = useRef<HTMLDialogElement>(null)
  useModal(frame)
  const { attempt, pinned, n, readers } = look
  const fit = useFit(frame, `${n} ${look.id}`)
  const rows = run.found?.rows ?? []
  const row = rows[n]
  const token = pinned === null ? undefined : attempt.tokens[pinned]
  const from = pinned === null || pinned < most ? 0 : pinned - most / 2
  const go = (by: number) => lab.foreign.read(Math.max(0, Math.min(rows.length - 1, run.wanted + by)))
  const onKeyDown = (event: KeyboardEvent) => {
    // The slide alone is left, not the run behind it.
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      return lab.foreign.setSlide(false)
    }
    if (event.target instanceof Element && event.target.closest('.strip')) return
    const by = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key]
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    go(by)
  }
  return (
    <dialog
      ref={frame}
      className="present foreign-slide"
      aria-label={`Attempt ${n + 1} as a slide`}
      data-fit={fit}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault()
        event.stopPropagation()
        lab.foreign.setSlide(false)
      }}
    >
      <div className="present-top">
        <span className="present-question">{name}</span>
        <span className="present-source-of">
          attempt {n + 1} of {rows.length}
          {row?.step != null && `, step ${row.step}`}
          {row?.reward != null && `, reward ${decimal(row.reward)}`}
        </span>
      </div>
      <h2>{lineOf(look)}</h2>
      <div className="present-picture">
        {attempt.feedback && (
          <div className="present-feedback">
            <p>{attempt.feedback.slice(0, 400)}</p>
          </div>
        )}
        {attempt.tokens.length > 0 ? (
          <ForeignStrip look={look} from={from} to={from + most} largest={sizes[fit] ?? 15} large />
        ) : (
          <pre className="foreign-text" tabIndex={0}>
            {attempt.text}
          </pre>
        )}
        {token && <ForeignBars token={token} readers={readers} limit={3} />}
      </div>
      <div className="foreign-slide-foot">
        <button type="button" className="button" disabled={run.wanted === 0} onClick={() => go(-1)}>
          Previous
        </button>
        <button
          type="button"
          className="button"
          disabled={run.wanted >= rows.length - 1}
          onClick={() => go(1)}
        >
          Next
        </button>
        {/* Not the strip, whose arrows go through the tokens. */}
        <button type="button" className="button" data-autofocus onClick={() => lab.foreign.setSlide(false)}>
          Leave the slide
        </button>
      </div>
    </dialog>
  )
}
