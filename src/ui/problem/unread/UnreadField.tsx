/** A text area that marks what the model cannot read while it is typed, and offers near words in its place. */
import { useRef, type ClipboardEventHandler, type ReactNode } from 'react'
import { useAction } from '../../actions.ts'
import type { Unread } from '../../../lab/words/words-vocabulary.ts'
import { useUnread } from './useUnread.ts'
import './unread.css'

export function UnreadField(props: {
  id?: string
  value: string
  rows: number
  placeholder?: string
  invalid?: boolean
  /** Has the focus when it appears, outside a dialog. */
  autoFocus?: boolean
  /** Has the focus when its dialog opens. */
  first?: boolean
  /** Enter sends its form, as in a field of one line; Shift+Enter is a new line. */
  sends?: boolean
  onChange: (value: string) => void
  onPaste?: ClipboardEventHandler<HTMLTextAreaElement>
}) {
  const { value, onChange, invalid, first, sends, ...area } = props
  const unread = useUnread(value)
  const marks = useRef<HTMLDivElement>(null)
  return (
    <div className="unread-field">
      <div className="unread-frame">
        <div ref={marks} className="textbox unread-marks" aria-hidden="true">
          {marked(value, unread)}
        </div>
        <textarea
          {...area}
          className="textbox"
          dir="auto"
          data-autofocus={first ? '' : undefined}
          spellCheck={false}
          aria-invalid={invalid}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (!sends || event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
            event.preventDefault()
            event.currentTarget.form?.requestSubmit()
          }}
          onScroll={({ currentTarget }) => {
            if (marks.current) marks.current.scrollTop = currentTarget.scrollTop
          }}
        />
      </div>
      {unread.length > 0 && (
        <UnreadWords unread={unread} onReplace={(word, near) => onChange(replaced(value, word, near))} />
      )}
    </div>
  )
}

/** The text with its unread words marked. */
function marked(text: string, unread: readonly Unread[]): ReactNode[] {
  const places = unread.flatMap((word) => word.places).sort((a, b) => a[0] - b[0])
  const parts: ReactNode[] = []
  let at = 0
  for (const [start, end] of places) {
    if (start < at) continue
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>)
    at = end
  }
  // A last line break has a height only when something follows it.
  parts.push(`${text.slice(at)}\n`)
  return parts
}

function replaced(text: string, word: Unread, near: string): string {
  return [...word.places]
    .sort((a, b) => b[0] - a[0])
    .reduce((now, [start, end]) => now.slice(0, start) + near + now.slice(end), text)
}

/** Named at most; a text in another language has hundreds. */
const most = 6

function UnreadWords({
  unread,
  onReplace,
}: {
  unread: readonly Unread[]
  onReplace: (word: Unread, near: string) => void
}) {
  const better = useAction('choose-model')
  const more = unread.length - most
  return (
    <div className="unread-words" role="group" aria-label="Words the model cannot read">
      <p>
        {`The bundled model cannot read ${unread.length === 1 ? 'one word' : `${unread.length} words`}.`}{' '}
        <button type="button" className="link-button" onClick={better.perform}>
          {better.label}
        </button>
      </p>
      <ul>
        {unread.slice(0, most).map((word) => (
          <li key={word.word}>
            <b>{word.word}</b>
            {word.near.map((near) => (
              <button
                key={near}
                type="button"
                className="unread-near"
                aria-label={`Replace ${word.word} by ${near}`}
                onClick={() => onReplace(word, near)}
              >
                {near}
              </button>
            ))}
          </li>
        ))}
        {more > 0 && <li>and {more} more</li>}
      </ul>
    </div>
  )
}
