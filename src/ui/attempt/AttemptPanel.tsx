/** The middle of the screen: one attempt, what both readers were given, its tokens with their credit, and the token in focus. */
import { lazy, useEffect, useRef, useState, type CSSProperties } from 'react'
import { selectDiagnosis } from '../../lab/words/ended.ts'
import { selectView } from '../../lab/state/selectors.ts'
import { stripLegend } from '../../lab/words/strip-words.ts'
import type { CreditMode } from '../../lab/reading/credit.ts'
import type { AttemptView } from '../../lab/run/view.ts'
import { page, useAction } from '../actions.ts'
import { PanelGuard } from '../faults/Guards.tsx'
import { useLab, useLabState } from '../lab.tsx'
import { Formula } from '../maths/Formula.tsx'
import { Choice } from '../parts/Choice.tsx'
import { Icon } from '../parts/Icon.tsx'
import { phone, useMedia } from '../parts/useMedia.ts'
import { useScene, type Scene } from '../scene.ts'
import { GuessPanel } from '../guess/GuessPanel.tsx'
import { GuessScore } from '../guess/GuessScore.tsx'
import { useGuessing } from '../guess/useGuessing.ts'
import { Acts } from './Acts.tsx'
import { Branches } from './Branches.tsx'
import { CompareCredits } from './CompareCredits.tsx'
import { Headline } from './Headline.tsx'
import { NoAttempts } from './NoAttempts.tsx'
import { PinnedToken } from './PinnedToken.tsx'
import { Readers } from './Readers.tsx'
import { TokenStrip } from './TokenStrip.tsx'
import { Verdict } from './Verdict.tsx'
import './AttemptPanel.css'

/** Seen when a run has ended: no part of the page's first script. */
const Ended = lazy(() => import('../diagnosis/Ended.tsx'))

export function AttemptPanel() {
  const scene = useScene()
  const question = useLabState((s) => selectView(s).question)
  const compare = useLabState((s) => s.compare)
  const ended = useLabState((s) => selectDiagnosis(s) !== null)
  const { attempt } = scene
  if (!attempt || !scene.step) return <NoAttempts />
  return (
    <main className="attempt" aria-label={`Attempt ${attempt.attempt}`} id="main" tabIndex={-1}>
      {ended && (
        <PanelGuard>
          <Ended />
        </PanelGuard>
      )}
      <div className="attempt-head">
        <h2>Attempt {attempt.attempt}</h2>
        <VerdictChip attempt={attempt} />
        <CreditChoice />
        <CompareButton />
      </div>
      <Acts step={scene.step} />
      <Headline scene={scene} />
      {scene.reading && <Readers question={question} attempt={attempt} reading={scene.reading} />}
      {compare ? (
        <CompareCredits attempt={attempt} token={scene.token} pinned={scene.pinned} masked={scene.masked} />
      ) : (
        <>
          <CreditFormula scene={scene} />
          <StripWithPointer scene={scene} />
        </>
      )}
      <GuessPanel />
      <GuessScore scene={scene} />
      {attempt.positions || scene.masked ? (
        <PinnedToken scene={scene} />
      ) : (
        <Verdict attempt={attempt} step={scene.step} />
      )}
      <Branches attempt={attempt} />
    </main>
  )
}

function VerdictChip({ attempt }: { attempt: AttemptView }) {
  if (attempt.passed === null)
    return (
      <span className="chip">
        {attempt.stage === 'sampling' || attempt.stage === 'waiting' ? 'being written' : 'not judged'}
      </span>
    )
  return attempt.passed ? (
    <span className="chip passed">
      <Icon name="check" size={12} />
      passed
    </span>
  ) : (
    <span className="chip">
      <Icon name="cross" size={12} />
      failed
    </span>
  )
}

function CreditChoice() {
  const lab = useLab()
  const mode = useLabState((s) => s.creditMode)
  return (
    <Choice<CreditMode>
      label="Credit"
      className="credit-choice"
      value={mode}
      onChange={(next) => lab.looking.setCreditMode(next)}
      options={[
        { value: 'sdpo', name: 'SDPO credit', content: 'SDPO credit' },
        { value: 'mix', name: 'SDPO + GRPO credit', content: '+' },
        { value: 'grpo', name: 'GRPO credit', content: 'GRPO credit' },
      ]}
    />
  )
}

function CompareButton() {
  const { label, pressed, perform } = useAction('compare-credits')
  return (
    <button
      type="button"
      className="button icon bare compare-button"
      aria-label={label}
      title={`${label} (C)`}
      aria-pressed={pressed}
      onClick={perform}
    >
      <Icon name="rows" />
    </button>
  )
}

function CreditFormula({ scene }: { scene: Scene }) {
  const { mode, attempt, step } = scene
  return (
    <div className={`formula ${mode}`}>
      <i className="arc student" aria-hidden="true" />
      <p>
        <Formula name={mode === 'sdpo' ? 'credit' : mode} />
        {mode === 'grpo' && step?.groupMean != null && attempt?.verdict && (
          <>
            {' '}
            = {Number(attempt.verdict.reward.toFixed(2))} − {Number(step.groupMean.toFixed(2))}
          </>
        )}
      </p>
      <i className="arc teacher" aria-hidden="true" />
    </div>
  )
}

function StripWithPointer({ scene }: { scene: Scene }) {
  const lab = useLab()
  const { attempt, credit, token } = scene
  const guessing = useGuessing()
  const small = useMedia(phone)
  const wide = useMedia('(min-width: 1700px) and (min-height: 980px)')
  const frame = useRef<HTMLDivElement>(null)
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
  const own = scene.masked ? null : attempt.credit
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
      <TokenStrip
        label={`Attempt ${attempt.attempt}, tokens coloured by credit`}
        tokens={attempt.pieces.map((piece, i) => ({
          piece,
          credit: credit?.[i] ?? null,
          own: own?.[i] ?? 0,
          guesses: guessing.on(i),
        }))}
        peak={scene.peak}
        pinned={scene.pinned}
        masked={scene.masked && scene.mode !== 'grpo'}
        largest={small ? 19 : wide ? 29 : 24}
        neutral={scene.mode === 'grpo'}
        writing={attempt.stage === 'sampling'}
        asking={guessing.asking}
        onPress={guessing.press}
        onPin={(i) => {
          lab.looking.focusAttempt(attempt.attempt)
          lab.looking.pinToken(i)
        }}
        onHover={(i) => lab.looking.hoverToken(i)}
      />
      <p className="legend">
        {stripLegend(scene) ?? (
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
          </>
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
