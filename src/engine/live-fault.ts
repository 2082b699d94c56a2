/** What broke in the engine, as an event for the page. */
import type { z } from 'zod'
import { ExplainedError } from '../explained-error.ts'
import type { Command, EngineEvent } from './protocol.ts'

export type FaultEvent = Extract<EngineEvent, { type: 'fault' }>
type During = FaultEvent['during']

export class EngineFault extends ExplainedError {
  override readonly name = 'EngineFault'
}

const otherwise: Record<During, { message: string; wayOut: string }> = {
  load: {
    message: 'The model could not be loaded.',
    wayOut: 'Load it again, or choose another model or backend. Recorded runs work without it.',
  },
  run: {
    message: 'The run stopped at an error.',
    wayOut: 'Resume from the last update, or start again with another seed or backend.',
  },
  read: { message: 'The teacher could not read this text.', wayOut: 'Restore the feedback, or shorten it.' },
  branch: {
    message: 'The attempt could not go on with this token.',
    wayOut: 'Branch from an attempt of a later update, or run again. The run is as it was.',
  },
  value: {
    message: 'What the tokens changed could not be measured.',
    wayOut: 'Ask of an attempt of a later update, or run again. The run is as it was.',
  },
  probe: {
    message: 'The probe could not be read.',
    wayOut: 'Shorten its prompt or its watched answer. The run is as it was.',
  },
  worth: {
    message: 'What the feedback is worth could not be measured.',
    wayOut: 'Ask again, or shorten the question. The run is as it was.',
  },
  'base-rate': {
    message: 'The untouched model could not be sampled.',
    wayOut: 'Ask again. The run is as it was.',
  },
  adapter: {
    message: 'The adapter could not be taken or loaded.',
    wayOut: 'Choose another adapter, or load the model that it was made for.',
  },
  text: {
    message: 'The model could not read this text.',
    wayOut: 'Ask again, or load another model. The run is as it was.',
  },
  outlook: {
    message: 'What can be expected of a run could not be measured.',
    wayOut: 'Begin the run all the same, or choose another problem or model.',
  },
  race: {
    message: 'The race stopped at an error.',
    wayOut: 'Go on with it, or start it again with fewer arms or another backend. The run is as it was.',
  },
}

/** What breaks when a command cannot be done. */
export const duringOf = {
  load: 'load',
  start: 'run',
  play: 'run',
  pause: 'run',
  advance: 'run',
  rewind: 'run',
  configure: 'run',
  stop: 'run',
  'base-rate': 'base-rate',
  worth: 'worth',
  adapter: 'adapter',
  'fit-adapter': 'adapter',
  reread: 'read',
  branch: 'branch',
  value: 'value',
  probes: 'probe',
  'read-text': 'text',
  outlook: 'outlook',
  race: 'race',
  'race-pause': 'race',
  'race-arms': 'race',
  'race-stop': 'race',
} as const satisfies Record<Command['type'], During>

/** What a fault answers: the run, the race or the question, by its id. */
export type Answers = Pick<FaultEvent, 'during' | 'id'>

/** What a fault in place of a command's answer names; `id` null for what is said of the run or the race under way. */
export function answersTo(command: Command): Answers {
  const during = duringOf[command.type]
  if ('requestId' in command) return { during, id: command.requestId }
  if ('run' in command) return { during, id: command.run }
  if ('raceId' in command) return { during, id: command.raceId }
  return { during, id: null }
}

/** Has one answer, which a worker that dies takes along; a load is told otherwise, and probes are answered again and again. */
export function isQuestion(
  command: Command,
): command is Extract<
  Command,
  { type: 'reread' | 'branch' | 'value' | 'base-rate' | 'worth' | 'adapter' | 'fit-adapter' | 'read-text' }
> {
  return ['reread', 'branch', 'value', 'base-rate', 'worth', 'adapter', 'fit-adapter', 'read-text'].includes(
    command.type,
  )
}

/** The event for whatever was thrown; a plain error keeps its own words as the cause. */
export function faultOf(error: unknown, { during, id }: Answers): FaultEvent {
  if (error instanceof ExplainedError) return { type: 'fault', ...error.explanation, during, id }
  return { type: 'fault', ...otherwise[during], cause: wordsOf(error), during, id }
}

/** An error's message with those of its causes, outermost first. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message} ${wordsOf(error.cause)}`
}

export function noModel(): EngineFault {
  return new EngineFault(
    'There is no model to run.',
    'None has been loaded yet.',
    'Load the model first; recorded runs work without it.',
  )
}

export function noRun(): EngineFault {
  return new EngineFault(
    'There is no run to go on with.',
    'None has been started on this model.',
    'Start a run.',
  )
}

/** The first thing that is wrong, and where: a list of all can be a thousand lines. */
export function firstIssue({ issues }: z.ZodError): string {
  const [first] = issues
  return `${first!.message} (${first!.path.map(String).join('.')})${issues.length > 1 ? `, and ${issues.length - 1} more of its kind` : ''}.`
}
