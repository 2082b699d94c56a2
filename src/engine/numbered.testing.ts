/** Commands and events without the ids that tests do not care for, and with them. */
import type { Command, EngineEvent } from './protocol.ts'

type Optional<T, K extends PropertyKey> = T extends unknown
  ? Omit<T, K> & Partial<Pick<T, K & keyof T>>
  : never

export type AnyCommand = Optional<Command, 'requestId' | 'run'>
export type AnyEvent = Optional<EngineEvent, 'requestId' | 'run' | 'id'>

let ids = 1000

/** The command with the id that its kind asks for: as given, else another for each. */
export function numbered(command: AnyCommand): Command {
  switch (command.type) {
    case 'start':
    case 'rewind':
      return { run: ++ids, ...command }
    case 'load':
    case 'base-rate':
    case 'worth':
    case 'adapter':
    case 'fit-adapter':
    case 'reread':
    case 'branch':
    case 'value':
    case 'probes':
    case 'read-text':
    case 'outlook':
      return { requestId: ++ids, ...command }
    default:
      return command
  }
}

/** The event as an answer to the last that was asked: `asked` has the last id of each kind of command. */
export function answering(
  event: AnyEvent,
  asked: ReadonlyMap<Command['type'], number>,
  run: number,
): EngineEvent {
  const last = (type: Command['type']) => asked.get(type) ?? 0
  switch (event.type) {
    case 'ready':
      return { requestId: last('load'), ...event }
    case 'worth-measured':
      return { requestId: last('worth'), ...event }
    case 'base-rate-measured':
      return { requestId: last('base-rate'), ...event }
    case 'adapter-made':
      return { requestId: last('adapter'), ...event }
    case 'adapter-fits':
      return { requestId: last('fit-adapter'), ...event }
    case 'text-read':
      return { requestId: last('read-text'), ...event }
    case 'reread-done':
      return { requestId: last('reread'), ...event }
    case 'branched':
      return { requestId: last('branch'), ...event }
    case 'valued':
      return { requestId: last('value'), ...event }
    case 'outlook-measured':
    case 'outlook-ended':
      return { requestId: last('outlook'), ...event }
    case 'paused':
      return { run, ...event }
    case 'fault': {
      const questions = {
        load: 'load',
        read: 'reread',
        branch: 'branch',
        value: 'value',
        outlook: 'outlook',
      } as const
      const { during } = event
      return { id: during in questions ? last(questions[during as 'load']) : null, ...event }
    }
    default:
      return event
  }
}
