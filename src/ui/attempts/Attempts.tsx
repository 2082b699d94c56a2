/** The attempts of the update in view: code, its credit as a heat line, the first thing that went wrong; the chosen one says it all. */
import { attemptSummary } from '../../lab/words/summary.ts'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import {
  attemptOrders,
  attemptScopes,
  attemptsListed,
  type AttemptOrder,
  type AttemptScope,
} from '../../lab/reading/attempt-order.ts'
import { selectChance, selectCreditMode, selectFocus, selectView } from '../../lab/state/selectors.ts'
import { attemptOf, currentStep, type AttemptView } from '../../lab/run/view.ts'
import { HeatLine } from '../attempt/HeatLine.tsx'
import { useAction } from '../actions.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Code } from '../parts/Code.tsx'
import { Icon } from '../parts/Icon.tsx'
import { useMedia, phone } from '../parts/useMedia.ts'
import './Attempts.css'

/** Pixels that a row scrolled into view keeps to the edge of the list: its shadow. */
const clearance = 12
/** Pixels over the first row that is seen. */
const rowGap = 4

export function Attempts() {
  const step = useLabState((s) => currentStep(selectView(s)))
  const chosen = useLabState((s) => selectFocus(s).attempt?.attempt ?? null)
  const grpo = useLabState((s) => selectCreditMode(s) === 'grpo')
  const hidden = useLabState((s) => !s.hindsight.feedback)
  const small = useMedia(phone)
  const still = useMedia('(prefers-reduced-motion: reduce)')
  const view = useLabState(selectView)
  const [scope, setScope] = useState<AttemptScope>('update')
  const [order, setOrder] = useState<AttemptOrder>('order')
  const listed = useMemo(() => attemptsListed(view, scope, order), [view, scope, order])
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    // In a frame of its own: to measure here would lay out the page within the task that rendered it.
    const frame = requestAnimationFrame(() => {
      const item = list.current?.querySelector<HTMLElement>('[aria-expanded="true"]')?.parentElement
      if (!item || !list.current) return
      if (small)
        list.current.scrollTo({
          left: item.offsetLeft - (list.current.clientWidth - item.offsetWidth) / 2,
          behavior: still ? 'auto' : 'smooth',
        })
      else {
        // The list alone: what holds it stays where it is.
        const [box, mark] = [list.current.getBoundingClientRect(), item.getBoundingClientRect()]
        if (mark.top < box.top) list.current.scrollTop += mark.top - box.top - clearance
        else if (mark.bottom > box.bottom - clearance) {
          // What stands at its top is a whole row.
          const by = mark.bottom - box.bottom + clearance
          const rows = [...list.current.children].map((row) => row.getBoundingClientRect().top - box.top)
          list.current.scrollTop += (rows.find((top) => top >= by) ?? by) - rowGap
        }
      }
    })
    return () => cancelAnimationFrame(frame)
  }, [chosen, small, still])

  if (!step) {
    return (
      <section className="attempts" aria-label="Attempts">
        <div className="attempts-head">
          <h2>Attempts</h2>
        </div>
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
        <span>
          {step.judged === 0 ? 'not judged yet' : `${step.passed} of ${step.attempts.length} passed`}
        </span>
        <div className="attempts-sort">
          <Select label="Which attempts" value={scope} options={attemptScopes} onChange={setScope} />
          <Select label="Order of attempts" value={order} options={attemptOrders} onChange={setOrder} />
        </div>
      </div>
      <ul ref={list}>
        {listed.map((attempt) => (
          <Row
            key={attempt.attempt}
            attempt={attempt}
            chosen={attempt.attempt === chosen}
            flat={grpo || hidden || attempt.reprompt?.mask === 0}
            folded={small}
            best={attempt.attempt === view.best && !attempt.passed}
            elsewhere={attempt.step !== step.step}
          />
        ))}
        {listed.length === 0 && (
          <li className="attempts-empty">
            {scope === 'passed' ? 'None has passed so far.' : 'None has failed so far.'}
          </li>
        )}
      </ul>
      {/* Below the list, so that it moves nothing when it comes. */}
      <Found />
      <p className="quiet" role="status">
        {step.judged > 0 && step.judged === step.attempts.length
          ? `Update ${step.step}: ${step.passed} of ${step.attempts.length} attempts passed`
          : ''}
      </p>
    </section>
  )
}

function Select<T extends string>(props: {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}) {
  return (
    <select
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value as T)}
      onKeyDown={(event) => event.stopPropagation()}
    >
      {props.options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}

/** What was discovered, once it was: the first attempt that passed, to be looked at and taken along. */
function Found() {
  const lab = useLab()
  const found = useLabState((s) => {
    const view = selectView(s)
    return view.firstPass === null ? null : attemptOf(view, view.firstPass)
  })
  // A pass that one guess in a few makes is no solution found.
  const chance = useLabState(selectChance)
  const copy = useAction('copy-solution')
  if (!found) return null
  return (
    <div className="found" key={found.attempt}>
      <button
        type="button"
        className="found-go"
        aria-label={`${chance === null ? 'Solved at' : 'First pass:'} attempt ${found.attempt}: look at it`}
        onClick={() => {
          lab.time.seekStep(found.step)
          lab.looking.focusAttempt(found.attempt)
        }}
      >
        <span>
          <Icon name="check" size={14} />
          {chance === null ? 'Solved at' : 'First pass:'} attempt {found.attempt}
        </span>
        <code>{found.text}</code>
      </button>
      <button
        type="button"
        className="button icon bare"
        aria-label="Copy what solved it"
        title="Copy what solved it"
        onClick={copy.perform}
      >
        <Icon name="copy" />
      </button>
    </div>
  )
}

/** `elsewhere`: of another update than the one in view. */
const Row = memo(function Row({
  attempt,
  chosen,
  flat,
  folded,
  best,
  elsewhere,
}: {
  attempt: AttemptView
  chosen: boolean
  flat: boolean
  folded: boolean
  best: boolean
  elsewhere: boolean
}) {
  const lab = useLab()
  const feedback = attempt.verdict?.feedback.trim() ?? ''
  const code = attempt.text || attempt.pieces.join('') || '…'
  const verdict =
    attempt.passed === null
      ? attempt.stage === 'sampling' || attempt.stage === 'waiting'
        ? 'being written'
        : 'not judged yet'
      : attempt.passed
        ? 'passed'
        : 'failed'
  const said = attempt.passed ? 'all tests' : feedback.replace(/\s*\n\s*/g, ', ')
  return (
    <li
      className={`row ${chosen ? 'chosen' : ''} ${attempt.passed === null ? '' : attempt.passed ? 'passed' : 'failed'}`}
    >
      <button
        type="button"
        aria-expanded={chosen}
        aria-label={`Attempt ${attempt.attempt}, ${verdict}${said === '' ? '' : `: ${said}`}${best ? ', the best so far' : ''}`}
        onClick={() => {
          if (elsewhere) lab.time.seekStep(attempt.step)
          lab.looking.focusAttempt(attempt.attempt)
        }}
      >
        <span className="row-mark">
          {attempt.passed === null ? (
            <i className="row-pending" />
          ) : (
            <Icon name={attempt.passed ? 'check' : 'cross'} size={attempt.passed ? 14 : 12} />
          )}
        </span>
        <code className="row-code">{chosen && !folded ? <Code text={code} /> : code}</code>
        <HeatLine pieces={attempt.pieces} credit={attempt.credit} flat={flat} />
        {attempt.passed ? (
          <span className="row-said passed">passed</span>
        ) : chosen && !folded && feedback !== '' ? (
          <span className="row-said all">{feedback}</span>
        ) : (
          <span className="row-said">
            {best && <b>Best so far. </b>}
            {attemptSummary(attempt) || (attempt.passed === null ? '' : 'failed')}
          </span>
        )}
      </button>
    </li>
  )
})
