/** Asks the engine what each measure of telling is worth, for a question that is being written; a run under way stays as it is. */
import { inOneLine } from '../../explained-error.ts'
import type { Command, EngineEvent } from '../../engine/protocol.ts'
import type { Problem } from '../../problems/problem.ts'
import type { StoreHandle } from '../state/state-handle.ts'

export interface WorthControls {
  /** On the model that is there; of two questions the later counts. */
  measure(problem: Problem): void
}

/** What of a question the worth of its feedback depends on. */
export function worthKey({ statement, program }: Problem): string {
  return JSON.stringify([statement, program.kind === 'question' ? program.rule : program.kind])
}

export class Worths implements WorthControls {
  private asked: { requestId: number; of: string } | null = null

  constructor(
    private readonly handle: StoreHandle,
    private readonly live: { send(command: Command): void; nextId(): number },
  ) {}

  measure(problem: Problem): void {
    const of = worthKey(problem)
    const requestId = this.live.nextId()
    this.asked = { requestId, of }
    this.handle.set({ worth: { phase: 'measuring', of } })
    const { config } = this.handle.state.settings
    this.live.send({ type: 'worth', requestId, problem, config })
  }

  onEngineEvent(event: EngineEvent): void {
    const { asked } = this
    if (!asked) return
    if (event.type === 'worth-measured' && event.requestId === asked.requestId)
      this.handle.set({
        worth: {
          phase: 'measured',
          of: asked.of,
          model: this.handle.state.engine.model?.name ?? '',
          worth: event.worth,
        },
      })
    if (event.type === 'fault' && event.during === 'worth' && event.id === asked.requestId)
      this.handle.set({ worth: { phase: 'failed', of: asked.of, why: inOneLine(event) } })
  }
}
