/** The attempts of the update in view: code, its credit as a heat line, the first thing that went wrong; the chosen one says it all. */
import { useEffect, useRef } from 'react'
import { selectFocus, selectView } from '../../lab/selectors.ts'
import { currentStep, type AttemptView } from '../../lab/view.ts'
import { HeatLine } from '../attempt/HeatLine.tsx'
import { useLab, useLabState } from '../lab.tsx'
import { Icon } from '../parts/Icon.tsx'
import { useMedia, phone } from '../parts/useMedia.ts'
import './Attempts.css'

export function Attempts() {
  const step = useLabState((s) => currentStep(selectView(s)))
  const chosen = useLabState((s) => selectFocus(s).attempt?.attempt ?? null)
  const grpo = useLabState((s) => s.creditMode === 'grpo')
  const hidden = useLabState((s) => !s.hindsight.feedback)
  const small = useMedia(phone)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const item = list.current?.querySelector<HTMLElement>('[aria-expanded="true"]')?.parentElement
    if (!item || !list.current) return
    if (small) list.current.scrollTo({ left: item.offsetLeft - (list.current.clientWidth - item.offsetWidth) / 2, behavior: 'smooth' })
    else if (item.offsetTop < list.current.scrollTop || item.offsetTop + item.offsetHeight > list.current.scrollTop + list.current.clientHeight) item.scrollIntoView({ block: 'nearest' })
  }, [chosen, small])

  if (!step) {
    return (
      <section className="attempts" aria-label="Attempts">
        <div className="attempts-head"><h2>Attempts</h2></div>
        <p className="attempts-empty">No attempts yet</p>
      </section>
    )
  }
  const first = step.attempts[0]?.attempt
  const last = step.attempts.at(-1)?.attempt
  return (
    <section className="attempts" aria-label="Attempts">
      <div className="attempts-head">
        <h2>{first === last ? `Attempt ${first}` : `Attempts ${first}–${last}`}</h2>
        <span>{step.judged === 0 ? 'not judged yet' : `${step.passed} of ${step.attempts.length} passed`}</span>
      </div>
      <ul ref={list}>
        {step.attempts.map((attempt) => (
          <Row key={attempt.attempt} attempt={attempt} chosen={attempt.attempt === chosen} flat={grpo || hidden || attempt.reprompt?.mask === 0} folded={small} />
        ))}
      </ul>
      <p className="quiet" role="status">{step.judged > 0 && step.judged === step.attempts.length ? `Update ${step.step}: ${step.passed} of ${step.attempts.length} attempts passed` : ''}</p>
    </section>
  )
}

function Row({ attempt, chosen, flat, folded }: { attempt: AttemptView; chosen: boolean; flat: boolean; folded: boolean }) {
  const lab = useLab()
  const feedback = attempt.verdict?.feedback.trim() ?? ''
  const verdict = attempt.passed === null ? (attempt.phase === 'sampling' || attempt.phase === 'waiting' ? 'being written' : 'not judged yet') : attempt.passed ? 'passed' : 'failed'
  const said = attempt.passed ? 'all tests' : feedback.replace(/\s*\n\s*/g, ', ')
  return (
    <li className={`row ${chosen ? 'chosen' : ''} ${verdict}`}>
      <button
        type="button"
        aria-expanded={chosen}
        aria-label={`Attempt ${attempt.attempt}, ${verdict}${said === '' ? '' : `: ${said}`}`}
        onClick={() => lab.focusAttempt(attempt.attempt)}
      >
        <span className="row-mark">
          {attempt.passed === null ? <i className="row-pending" /> : <Icon name={attempt.passed ? 'check' : 'cross'} size={attempt.passed ? 14 : 12} />}
        </span>
        <code className="row-code">{attempt.text || attempt.pieces.join('') || '…'}</code>
        <HeatLine pieces={attempt.pieces} credit={attempt.credit} flat={flat} />
        {attempt.passed ? <span className="row-said passed">passed</span>
          : chosen && !folded && feedback !== '' ? <span className="row-said all">{feedback}</span>
          : <span className="row-said">{attempt.summary || (attempt.passed === null ? '' : 'failed')}</span>}
      </button>
    </li>
  )
}
