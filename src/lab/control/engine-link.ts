/** The lab's line to its live engine, which is made at the first command; and the ids of what is asked. */
import type { Command, Engine, EngineEvent, ResumableRun, RunEvent } from '../../engine/protocol.ts'

/** Who is told what the engine says. */
export interface EngineListener {
  event(event: EngineEvent): void
  run(run: number, event: RunEvent): void
  /** Settles when it is kept, or was told not to be. */
  kept(run: number, kept: ResumableRun): Promise<void> | void
}

export class EngineLink {
  private engine: Engine | null = null
  private unsubscribe: (() => void) | null = null
  private ids = 0

  constructor(
    private readonly createEngine: () => Engine,
    private readonly listener: EngineListener,
  ) {}

  /** The engine, if there is one yet. */
  get current(): Engine | null {
    return this.engine
  }

  /** For a question or a run: each has one of its own. */
  nextId(): number {
    return ++this.ids
  }

  send(command: Command): void {
    this.open().send(command)
  }

  resume(run: number, kept: ResumableRun): void {
    this.open().resume(run, kept)
  }

  dispose(): void {
    this.unsubscribe?.()
    this.engine?.dispose()
  }

  private open(): Engine {
    if (this.engine) return this.engine
    const engine = this.createEngine()
    this.engine = engine
    engine.keeping((run, kept) => this.listener.kept(run, kept))
    this.unsubscribe = engine.subscribe((message) => {
      if (message.kind === 'run') this.listener.run(message.run, message.event)
      else this.listener.event(message.event)
    })
    return engine
  }
}
