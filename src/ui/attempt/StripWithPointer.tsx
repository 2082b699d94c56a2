/** The tokens of the attempt in view with their credit, what its colours mean, and a line from the token in focus to its bars below. */
import { useEffect, useRef, useState, type CSSProperties } from 'react'
import { stripLegend } from '../../lab/words/strip-words.ts'
import { page, useAction } from '../actions.ts'
import { useLab, useLabState } from '../lab.tsx'
import { heightWords } from '../maths/credit.ts'
import { phone, useMedia } from '../parts/useMedia.ts'
import { useKeptHeight } from '../parts/useKeptHeight.ts'
import type { Scene } from '../scene.ts'
import { SceneStrip } from './SceneStrip.tsx'

export function StripWithPointer({ scene }: { scene: Scene }) {
  const lab = useLab()
  const { attempt, credit, token } = scene
  const whatIf = useAction('what-if')
  const controls = useLabState((s) => s.controls)
  const small = useMedia(phone)
  const wide = useMedia('(min-width: 1700px) and (min-height: 980px)')
  const frame = useRef<HTMLDivElement>(null)
  // An attempt that somebody chose has its own height; those that follow one another as a run goes on share one.
  useKeptHeight(
    frame,
    useLabState((s) => String(s.focus.attempt)),
  )
  const [pointer, setPointer] = useState<{ x: number; top: number } | null>(null)
  useEffect(() => {
    const box = frame.current
    if (!box) return
    const measure = () => {
      const target = token === null ? null : box.querySelector<HTMLElement>(`[data-token="${token}"]`)
      if (!target) return setPointer(null)
      const outer = box.getBoundingClientRect()
      const inner = target.getBoundingClientRect()
      const lastRow = [...box.querySelectorAll<HTMLElement>('[data-token]')].every(
        (other) => other.getBoundingClientRect().top < inner.bottom,
      )
      setPointer({
        x: Math.round(inner.left + inner.width / 2 - outer.left),
        top: lastRow ? Math.round(tokenFoot(target) - outer.top) : -1,
      })
    }
    // Once the layout is there; the observer tells of the first one and of every change of size.
    const look = requestAnimationFrame(measure)
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    return () => {
      cancelAnimationFrame(look)
      observer.disconnect()
    }
  }, [token, attempt?.attempt, attempt?.tokens.length, credit])
  if (!attempt) return null
  const legend = stripLegend(scene)
  return (
    <div
      ref={frame}
      className="strip-frame"
      style={
        pointer
          ? ({ '--pointer': `${pointer.x}px`, '--foot': `${pointer.top}px` } as CSSProperties)
          : undefined
      }
    >
      <SceneStrip
        scene={scene}
        own={scene.masked ? null : attempt.credit}
        largest={small ? 19 : wide ? 29 : 24}
        writing={attempt.stage === 'sampling'}
      />
      <p className="legend">
        {legend ?? (
          <>
            <span>
              <svg width="9" height="8" aria-hidden="true">
                <path className="up" d="M4.5 0 9 8H0z" />
              </svg>
              more likely with hindsight
            </span>
            <span>
              <svg width="9" height="8" aria-hidden="true">
                <path className="down" d="M0 0h9L4.5 8z" />
              </svg>
              less likely
            </span>
            <span>{heightWords}</span>
          </>
        )}
        {/* Where the signs are explained there is room for it in their line. */}
        {controls && whatIf.enabled && legend === null && !attempt.passed && (
          <button
            type="button"
            className="link-button"
            aria-label={whatIf.label}
            aria-pressed={whatIf.pressed}
            title={`${whatIf.label} (I)`}
            onClick={whatIf.perform}
          >
            What if…?
          </button>
        )}
        {attempt.passed && (
          <button
            type="button"
            className="link-button copy"
            onClick={() =>
              void page.copy(attempt.text).then(
                () => lab.notices.notify('Solution copied.'),
                () => lab.notices.notify('The browser did not let this page copy.', 'error'),
              )
            }
          >
            Copy the solution
          </button>
        )}
      </p>
      {pointer && (
        <div className="pointer" aria-hidden="true">
          {pointer.top >= 0 && <i />}
        </div>
      )}
    </div>
  )
}

/** Lower edge of what is drawn under a token: its box, its bar, its number. */
function tokenFoot(token: HTMLElement): number {
  return Math.max(...[...token.children].map((part) => part.getBoundingClientRect().bottom))
}
