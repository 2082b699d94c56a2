/** What the person should know now: a fault with its cause and way out, and short messages. The picture behind stays as it was. */
import { useLab, useLabState } from '../lab.tsx'
import type { ActionId } from '../../lab/state/action-ids.ts'
import { useAction } from '../actions.ts'
import { Icon } from '../parts/Icon.tsx'
import './Notices.css'

export function Notices() {
  const lab = useLab()
  const notices = useLabState((s) => s.notices)
  const fault = useLabState((s) => s.engine.fault)
  return (
    <div className="notices">
      {fault && (
        <div className="notice error" role="alert">
          <p>
            <strong>{fault.message}</strong> {fault.cause} {fault.wayOut}
          </p>
          <button
            type="button"
            className="button icon bare"
            aria-label="Dismiss"
            onClick={() => lab.notices.dismissFault()}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      )}
      {notices.map((notice) => (
        <div
          key={notice.id}
          className={`notice ${notice.tone}`}
          role={notice.tone === 'error' ? 'alert' : 'status'}
        >
          <p>
            {notice.text}
            {notice.acts.length > 0 && (
              <span className="notice-acts">
                {notice.acts.map((id) => (
                  <Act key={id} id={id} />
                ))}
              </span>
            )}
          </p>
          <button
            type="button"
            className="button icon bare"
            aria-label="Dismiss"
            onClick={() => lab.notices.dismiss(notice.id)}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </div>
  )
}

function Act({ id }: { id: ActionId }) {
  const { label, enabled, perform } = useAction(id)
  return (
    <button type="button" className="link-button" disabled={!enabled} onClick={perform}>
      {label}
    </button>
  )
}
