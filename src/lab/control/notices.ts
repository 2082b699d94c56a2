/** What is told to the person in one line, and taken away again. */
import type { StoreHandle } from '../state/state-handle.ts'

export interface NoticeControls {
  /** Say something to the person in one line. */
  notify(text: string, tone?: 'info' | 'error'): void
  dismiss(id: number): void
  /** Take away the engine's fault; the model that is there stays the one in use. */
  dismissFault(): void
}

export class Notices implements NoticeControls {
  constructor(private readonly handle: StoreHandle) {}

  notify(text: string, tone?: 'info' | 'error'): void {
    this.handle.notify(text, tone)
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
