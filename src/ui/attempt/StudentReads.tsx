/** What the student read: the question and, where the arm reads a conversation, what was said of attempts before. */
import type { ReactNode } from 'react'
import type { PromptPiece } from '../../engine/protocol.ts'
import { toldBefore } from '../../lab/words/strip-words.ts'
import { inLine } from './in-line.ts'

export function StudentReads(props: {
  question: string
  /** Where it read more than the question; null: the question alone. */
  read: readonly PromptPiece[] | null
  /** Nothing is cut, and lines end where they do. */
  all: boolean
  /** Below it. */
  children: ReactNode
}) {
  const { question, read, all } = props
  const told = read?.find((piece) => piece.kind === 'feedback')
  const shown = (text: string) => (all ? text.trim() : inLine(text))
  return (
    <section className="reader student" aria-label="What the student read">
      <div className="reader-head">
        <h3>Student</h3>
        {told && <span className="reader-note">{toldBefore}</span>}
      </div>
      <p className={`reader-text clamp ${told ? 'two' : ''}`}>{shown(question)}</p>
      {told && <p className="reader-text clamp two">{shown(told.text)}</p>}
      {props.children}
    </section>
  )
}
