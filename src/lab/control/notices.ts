/** What is told to the person in one line, and taken away again. */
import type { ActionId } from '../state/action-ids.ts'
import type { StoreHandle } from '../state/state-handle.ts'

export interface NoticeControls {
  /** Say something to the person in one line, with the acts that are the way out. */
  notify(text: string, tone?: 'info' | 'error', acts?: readonly ActionId[]): void
  dismiss(id: number): void
  /** Take away the engine's fault; the model that is there stays the one in use. */
  dismissFault(): void
}

export class Notices implements NoticeControls {
  constructor(private readonly handle: StoreHandle) {}

  notify(text: string, tone?: 'info' | 'error', acts?: readonly ActionId[]): void {
    this.handle.notify(text, tone, acts)
  }

  dismiss(id: number): void {
    this.handle.set({ notices: this.handle.state.notices.filter((notice) => notice.id !== id) })
  }

  dismissFault(): void {
    const { engine } = this.handle.state
    if (engine.phase !== 'fault') return
    this.handle.set({
      engine: {
        ...engine,
        phase: engine.model ? 'ready' : 'absent',
        choice: engine.loaded ?? engine.choice,
        fault: null,
      },
    })
  }
}
