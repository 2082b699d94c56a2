/**
 * What each reader was given. The student reads the question; the self-teacher the question again with
 * hindsight, highlighted. The switch hides the feedback, a hand may rewrite it: the teacher re-reads and the bars move.
 */
import { lazy, useEffect, useRef, useState } from 'react'
import { wordsOf, type Reading, type ShownPiece } from '../../lab/reading/hindsight.ts'
import { selectConfig, selectTaught } from '../../lab/state/selectors.ts'
import type { AttemptView } from '../../lab/run/view.ts'
import { givenOf } from '../../lab/reading/given.ts'
import { noTeacherWords } from '../../lab/words/coming-words.ts'
import { givenWords, weightsWords } from '../../lab/words/strip-words.ts'
import { useAction } from '../actions.ts'
import { PanelGuard } from '../faults/Guards.tsx'
import { useLab, useLabState } from '../lab.tsx'
import { Switch } from '../parts/Switch.tsx'
import { useKeptHeight } from '../parts/useKeptHeight.ts'
import { Refused } from './Refused.tsx'
import { inLine } from './in-line.ts'
import { StudentReads } from './StudentReads.tsx'
import './Readers.css'

/** Seen when somebody rewrites the feedback: no part of the page's first script. */
const FeedbackEditor = lazy(async () => ({
  default: (await import('./FeedbackEditor.tsx')).FeedbackEditor,
}))

/** A piece's heading, its own words, and what the template puts after them. */
function around(piece: ShownPiece): { before: string; said: string; after: string } {
  const [start, end] = wordsOf(piece)
  return {
    before: piece.text.slice(0, start),
    said: piece.text.slice(start, end),
    after: piece.text.slice(end),
  }
}

export function Readers(props: { question: string; attempt: AttemptView; reading: Reading }) {
  const { attempt, reading } = props
  const lab = useLab()
  const hindsight = useLabState((s) => s.hindsight)
  const [all, setAll] = useState(false)
  const [edits, setEdits] = useState<number | null>(null)
  const editing = edits === attempt.attempt
  const frame = useRef<HTMLDivElement>(null)
  const [clipped, setClipped] = useState(false)
  useKeptHeight(frame, `${all} ${editing}`)
  const edited = hindsight.edited[attempt.attempt]
  const swapped = hindsight.swapped[attempt.attempt]
  const lend = useAction('lend-feedback')
  const another = useAction('lend-another')
  const sameWeights = useAction('same-weights')
  const weights = useLabState((s) =>
    weightsWords(selectConfig(s).teacher, hindsight.sameWeights, attempt.step),
  )
  const taught = useLabState(selectTaught)
  const absent = !taught && reading.pieces.length === 0
  const said = edited ?? attempt.verdict?.feedback ?? ''
  const hasFeedback = reading.pieces.some((piece) => piece.kind === 'feedback')
  const hasSolution = reading.pieces.some((piece) => piece.kind === 'solution')

  useEffect(() => {
    if (all) return
    const look = requestAnimationFrame(() => {
      const cut = [...(frame.current?.querySelectorAll('.clamp') ?? [])].some(
        (line) => line.scrollHeight > line.clientHeight + 1,
      )
      setClipped(cut || hasFeedback)
    })
    return () => cancelAnimationFrame(look)
  }, [all, reading, props.question, hasFeedback])

  /** Short hindsight leaves a line to the question. */
  const roomy = reading.pieces.every(
    (piece) =>
      piece.kind === 'question' ||
      piece.kind === 'closing' ||
      (piece.kind === 'feedback' && (piece.state === 'hidden' || said.length < 56)),
  )
  const solver = attempt.reprompt?.solutionFrom
  const beside = givenWords(attempt.reprompt && givenOf(attempt, reading))
  const whole = (clipped || all) && (
    <button
      type="button"
      className="readers-all link-button"
      aria-expanded={all}
      onClick={() => setAll(!all)}
    >
      {all ? 'Show less' : 'Show all'}
    </button>
  )
  return (
    <div ref={frame} className={`readers ${all ? 'all' : ''} ${absent ? 'alone' : ''}`}>
      <StudentReads question={props.question} read={attempt.read} all={all}>
        {absent && <div className="reader-foot">{whole}</div>}
      </StudentReads>
      <section
        className={`reader teacher ${reading.pieces.length === 0 ? 'waits' : ''}`}
        aria-label="What the self-teacher read"
      >
        <div className="reader-head">
          <h3>Self-teacher</h3>
          {!absent && (
            <span className="reader-note">
              {weights},{' '}
              {solver == null || beside !== null ? (
                beside
              ) : (
                <>
                  shown{' '}
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => lab.looking.focusAttempt(solver)}
                  >
                    attempt {solver}
                  </button>
                </>
              )}
            </span>
          )}
          {absent ? null : hasSolution && !hasFeedback ? (
            <Switch
              name="Show the solution to the teacher"
              words="Solution"
              on={hindsight.solution}
              onChange={(solution) => lab.looking.setHindsight({ solution })}
            />
          ) : (
            <Switch
              name="Show feedback to the teacher"
              words="Feedback"
              on={hindsight.feedback}
              disabled={attempt.reprompt !== null && !hasFeedback}
              onChange={(feedback) => lab.looking.setHindsight({ feedback })}
            />
          )}
        </div>
        {reading.pieces.length === 0 ? (
          <p className="reader-text wait">
            {absent
              ? noTeacherWords
              : attempt.verdict
                ? 'Has not re-read this attempt yet.'
                : 'Waits for the verdict.'}
          </p>
        ) : (
          <div className="reader-text">
            {reading.pieces.map((piece, i) => {
              switch (piece.kind) {
                case 'question':
                  return (
                    <p key={i} className={`clamp ${roomy ? 'two' : 'one'}`}>
                      {all ? piece.text.trim() : inLine(piece.text)}
                    </p>
                  )
                case 'closing':
                  return (
                    <p key={i} className="clamp one">
                      {inLine(piece.text)}
                    </p>
                  )
                case 'solution':
                  return piece.state === 'hidden' ? (
                    <p key={i}>
                      <span className="hidden-piece">solution hidden</span>
                    </p>
                  ) : (
                    <p key={i} className="clamp two">
                      <mark>{all ? piece.text.trim() : inLine(piece.text)}</mark>
                    </p>
                  )
                case 'feedback': {
                  if (piece.state === 'hidden')
                    return (
                      <p key={i}>
                        <span className="hidden-piece">feedback hidden</span>
                      </p>
                    )
                  const parts = around(piece)
                  return (
                    <p key={i} className="clamp two">
                      {all && inLine(parts.before) !== '' && <span>{`${inLine(parts.before)}\n`}</span>}
                      <mark>{all ? parts.said.trim() : inLine(parts.said)}</mark>
                      {all && parts.after.trim() !== '' && <span>{`\n${parts.after.trim()}`}</span>}
                    </p>
                  )
                }
                default:
                  return piece.kind satisfies never
              }
            })}
          </div>
        )}
        {reading.pieces.length > 0 && (
          <div className="reader-foot">
            <Switch
              name={sameWeights.label}
              words="Same weights"
              on={hindsight.sameWeights}
              disabled={attempt.reprompt?.mask === 0}
              onChange={sameWeights.perform}
            />
            {hasFeedback && (
              <>
                <button
                  type="button"
                  className="link-button lend"
                  aria-pressed={lend.pressed}
                  disabled={!lend.enabled}
                  title={`${lend.label} (E)`}
                  onClick={lend.perform}
                >
                  {lend.pressed ? `Feedback of ${swapped}` : lend.label}
                </button>
                {lend.pressed && another.enabled && (
                  <button
                    type="button"
                    className="link-button"
                    aria-label="Someone else’s feedback: another"
                    onClick={another.perform}
                  >
                    {another.label}
                  </button>
                )}
                <button
                  type="button"
                  className="link-button"
                  aria-expanded={editing}
                  aria-label={editing ? 'Done editing the feedback' : 'Edit the feedback'}
                  onClick={() => setEdits(editing ? null : attempt.attempt)}
                >
                  {editing ? 'Done' : edited === undefined || lend.pressed ? 'Edit' : 'Edited'}
                </button>
              </>
            )}
            {whole}
          </div>
        )}
        {reading.status === 'failed' && <Refused note={reading.note} />}
        {editing && hasFeedback && (
          <PanelGuard>
            <FeedbackEditor
              key={`${attempt.attempt} ${swapped ?? ''}`}
              value={said}
              unknown={reading.unknownWords}
              isEdited={edited !== undefined}
              onChange={(text) => lab.looking.editFeedback(attempt.attempt, text)}
            />
          </PanelGuard>
        )}
      </section>
    </div>
  )
}
