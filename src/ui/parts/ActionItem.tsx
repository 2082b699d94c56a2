/** A named act as a line of a menu, which closes first. */
import type { ActionId } from '../../lab/state/action-ids.ts'
import { useAction } from '../actions.ts'

export function ActionItem({ id, close }: { id: ActionId; close: () => void }) {
  const { label, enabled, perform } = useAction(id)
  return (
    <button
      type="button"
      className="menu-item"
      disabled={!enabled}
      onClick={() => {
        close()
        perform()
      }}
    >
      {label}
    </button>
  )
}
