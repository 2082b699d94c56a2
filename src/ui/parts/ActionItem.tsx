/** A named act as a line of a menu, which closes first. */
import type { ActionId } from '../../lab/state/action-ids.ts'
import { useAction } from '../actions.ts'

export function ActionItem(props: {
  id: ActionId
  close: () => void
  /** Of one that is chosen among several: whether it is the one. */
  current?: boolean
}) {
  const { id, close, current } = props
  const { label, enabled, perform } = useAction(id)
  return (
    <button
      type="button"
      className="menu-item"
      disabled={!enabled}
      aria-current={current}
      onClick={() => {
        close()
        perform()
      }}
    >
      {label}
    </button>
  )
}
