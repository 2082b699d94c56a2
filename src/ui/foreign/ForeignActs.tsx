/** What can be done with a foreign run: shown to a room, read by the loaded model, taken away. */
import { memo } from 'react'
import { useStore } from 'zustand'
import type { ActionId } from '../../lab/state/action-ids.ts'
import { useAction } from '../actions.ts'
import { useLab } from '../lab.tsx'

export const ForeignActs = memo(function ForeignActs({ alone }: { alone: boolean }) {
  return (
    <div className="foreign-acts">
      <Act id="foreign-slide" />
      {!alone && <Act id="foreign-reread" />}
      <details className="foreign-export">
        <summary className="button">Export</summary>
        <div>
          <Act id="foreign-lines" />
          <Act id="foreign-csv" />
          {!alone && <Act id="foreign-player" />}
        </div>
      </details>
      <Rereading />
    </div>
  )
})

function Act({ id }: { id: ActionId }) {
  const { label, enabled, perform } = useAction(id)
  return (
    <button type="button" className="button" disabled={!enabled} onClick={perform}>
      {label}
    </button>
  )
}

/** How the model comes along, and whose opinion it is. */
function Rereading() {
  const lab = useLab()
  const shown = useStore(lab.foreign.store, ({ run }) => run?.shown?.attempt)
  const rereading = useStore(lab.foreign.store, (state) => state.rereading)
  if (!rereading || rereading.attempt !== shown) return null
  switch (rereading.phase) {
    case 'waiting':
      return <p role="status">The model is being loaded; then it reads this attempt.</p>
    case 'reading':
      return <p role="status">The model reads this attempt.</p>
    case 'failed':
      return (
        <p role="alert" className="foreign-refused">
          {rereading.why}
        </p>
      )
    case 'read': {
      const { model, unknownWords } = rereading.reading
      return (
        <p role="status">
          {model} has read this attempt: that is the opinion of the model that is loaded here, not of the
          run’s own teacher.
          {unknownWords.length > 0 &&
            ` ${unknownWords.length === 1 ? 'One word is' : `${unknownWords.length} words are`} not in its vocabulary: ${unknownWords.slice(0, 5).join(', ')}.`}
        </p>
      )
    }
    default:
      return rereading satisfies never
  }
}
