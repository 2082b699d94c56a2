/** The one thing that the controls of the lab share: the state, and a word to the person. */
import { messageOf } from '../../explained-error.ts'
import type { Session, Source } from '../run/session.ts'
import type { ActionId } from './action-ids.ts'
import type { LabState } from './store.ts'

/** What the parts of the lab share: the state, and a word to the person. */
export interface StoreHandle {
  readonly state: LabState
  set(change: Partial<LabState>): void
  session(source: Source, change: (session: Session) => Session): void
  /** `acts`: the way out, as buttons. */
  tell(text: string, tone?: 'info' | 'error', acts?: readonly ActionId[]): void
}

/** Keep something for the next visit; where the browser does not let it, that is told. */
export function tryKeeping(handle: StoreHandle, keep: () => void): void {
  try {
    keep()
  } catch (error) {
    handle.tell(messageOf(error), 'error')
  }
}
