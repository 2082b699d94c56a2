/** The judge's words rewritten by hand: the teacher reads them when asked to; words that the model does not know are marked as they are typed. */
import { useState } from 'react'
import { UnreadField } from '../problem/unread/UnreadField.tsx'
import { useUnread } from '../problem/unread/useUnread.ts'

export function FeedbackEditor(props: {
  value: string
  unknown: readonly string[]
  isEdited: boolean
  onChange: (text: string | null) => void
}) {
  const [text, setText] = useState(props.value)
  /** Marked as they are typed where the model's words are known; else named once it has read them. */
  const marked = useUnread(text)
  return (
    <div className="feedback-editor">
      <label className="quiet" htmlFor="feedback-text">
        Feedback, rewritten by hand
      </label>
      <UnreadField id="feedback-text" rows={3} value={text} autoFocus onChange={setText} />
      {marked.length === 0 && props.unknown.length > 0 && (
        <p className="error-text">The model cannot read: {props.unknown.join(', ')}</p>
      )}
      <div className="feedback-editor-acts">
        <button
          type="button"
          className="button"
          disabled={text.trim() === '' || text === props.value}
          onClick={() => props.onChange(text)}
        >
          Let the teacher read this
        </button>
        {props.isEdited && (
          <button type="button" className="button bare" onClick={() => props.onChange(null)}>
            Restore the judge’s words
          </button>
        )}
      </div>
    </div>
  )
}
