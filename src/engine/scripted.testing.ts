/** An engine for tests: it remembers its commands, and emits the events that the test gives it. */
import type { Library } from './library/protocol.ts'
import type { Command, Engine, EngineMessage, ResumableRun, RunEvent } from './protocol.ts'
import { answering, type AnyEvent } from './numbered.testing.ts'

/** A storage of models that says nothing. */
export const silentLibrary: Library = {
  send: () => undefined,
  subscribe: () => () => undefined,
  dispose: () => undefined,
}

/** An event of an engine; ids that are left out are those of what was asked last. */
export type ScriptedEvent = { kind: 'run'; event: RunEvent } | { kind: 'engine'; event: AnyEvent }
export type Answer = (command: Command) => readonly ScriptedEvent[]

export class ScriptedEngine implements Engine {
  readonly commands: Command[] = []
  disposed = false
  /** Of the run that was started, taken up or gone back in last, whose events `run` says. */
  runId = 0
  resumed: ResumableRun | null = null
  private readonly asked = new Map<Command['type'], number>()
  private onKept: Parameters<Engine['keeping']>[0] = () => undefined
  private readonly listeners = new Set<(message: EngineMessage) => void>()

  /** `answer` is said, in order, right after each command. */
  constructor(private readonly answer: Answer = () => []) {}

  send(command: Command): void {
    this.commands.push(command)
    if ('run' in command) this.runId = command.run
    if ('requestId' in command) this.asked.set(command.type, command.requestId)
    for (const message of this.answer(command)) this.emit(message)
  }

  subscribe(listener: (message: EngineMessage) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  dispose(): void {
    this.disposed = true
    this.listeners.clear()
  }

  keeping(listener: Parameters<Engine['keeping']>[0]): void {
    this.onKept = listener
  }

  resume(run: number, kept: ResumableRun): void {
    this.runId = run
    this.resumed = kept
  }

  keep(kept: ResumableRun): Promise<void> | void {
    return this.onKept(this.runId, kept)
  }

  run(...events: readonly RunEvent[]): void {
    for (const event of events) this.emit({ kind: 'run', event })
  }

  /** Events of another run than the last, or of another course of it. */
  late(run: number, ...events: readonly RunEvent[]): void {
    for (const event of events)
      for (const listener of [...this.listeners]) listener({ kind: 'run', run, event })
  }

  say(...events: readonly AnyEvent[]): void {
    for (const event of events) this.emit({ kind: 'engine', event })
  }

  private emit(said: ScriptedEvent): void {
    const message: EngineMessage =
      said.kind === 'run'
        ? { kind: 'run', run: this.runId, event: said.event }
        : { kind: 'engine', event: answering(said.event, this.asked, this.runId) }
    for (const listener of [...this.listeners]) listener(message)
  }
}
