/** An engine for tests: it remembers what it was told, and says what the test has it say. */
import type { Library } from './library/protocol.ts'
import type { Command, Engine, EngineEvent, EngineMessage, RunEvent } from './protocol.ts'

/** A storage of models that says nothing. */
export const silentLibrary: Library = {
  send: () => undefined,
  subscribe: () => () => undefined,
  dispose: () => undefined,
}

export type Answer = (command: Command) => readonly EngineMessage[]

export class ScriptedEngine implements Engine {
  readonly commands: Command[] = []
  disposed = false
  private readonly listeners = new Set<(message: EngineMessage) => void>()

  /** `answer` is said, in order, right after each command. */
  constructor(private readonly answer: Answer = () => []) {}

  send(command: Command): void {
    this.commands.push(command)
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

  run(...events: readonly RunEvent[]): void {
    for (const event of events) this.emit({ kind: 'run', event })
  }

  say(...events: readonly EngineEvent[]): void {
    for (const event of events) this.emit({ kind: 'engine', event })
  }

  private emit(message: EngineMessage): void {
    for (const listener of [...this.listeners]) listener(message)
  }
}
