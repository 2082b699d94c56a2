/** What the controls of the lab share: the state, and notices to the person. */
import { messageOf } from '../../explained-error.ts'
import type { Session, Source } from '../run/session.ts'
import type { ActionId } from './action-ids.ts'
import type { LabState } from './store.ts'

export interface StoreHandle {
  readonly state: LabState
  set(change: Partial<LabState>): void
  session(source: Source, change: (session: Session) => Session): void
  /** Shows a notice. `acts`: the way out, as buttons. */
  notify(text: string, tone?: 'info' | 'error', acts?: readonly ActionId[]): void
}

/** Keep something for the next visit; where the browser does not let it, a notice says so. */
export function tryKeeping(handle: StoreHandle, keep: () => void): void {
  try {
    keep()
  } catch (error) {
    handle.notify(messageOf(error), 'error')
  }
}
