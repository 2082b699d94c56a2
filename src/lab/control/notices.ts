/** What is told to the person in one line, and taken away again. */
import type { Desk } from '../state/desk.ts'

export interface NoticeControls {
  /** Say something to the person in one line. */
  tell(text: string, tone?: 'info' | 'error'): void
  dismiss(id: number): void
  /** Take away the engine's fault; the model that is there stays the one in use. */
  dismissFault(): void
}

export class Notices implements NoticeControls {
  constructor(private readonly desk: Desk) {}

  tell(text: string, tone?: 'info' | 'error'): void {
    this.desk.tell(text, tone)
  }

  dismiss(id: number): void {
    this.desk.set({ notices: this.desk.state.notices.filter((notice) => notice.id !== id) })
  }

  dismissFault(): void {
    const { engine } = this.desk.state
    if (engine.phase !== 'fault') return
    this.desk.set({
      engine: {
        ...engine,
        phase: engine.model ? 'ready' : 'absent',
        choice: engine.loaded ?? engine.choice,
        fault: null,
      },
    })
  }
}
