/**
 * A recorded run behind the same face as a live engine: it says again what was said, at once or act
 * by act, and answers what a recording can answer. What it cannot (new words for the teacher, another
 * problem) it refuses in a sentence.
 */
import { answersTo, type Answers } from './live-fault.ts'
import type { Stage, Command, Engine, EngineEvent, EngineMessage, Recording, RunEvent } from './protocol.ts'
import { recordedReading } from './recorded-reading.ts'
import { doneStage, stageOf } from './stage-of.ts'

/** How long to wait before saying an event, in milliseconds. */
export type Pace = (event: RunEvent) => number

export interface RecordedOptions {
  /** Default: no waiting at all. */
  pace?: Pace
}

export class RecordedEngine implements Engine {
  private readonly listeners = new Set<(message: EngineMessage) => void>()
  private readonly pace: Pace
  private position = 0
  /** Id that the run was given last. */
  private run = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  /** What play is doing: nothing, going on, or going to the end of a stage. */
  private goal: 'none' | 'end' | 'stage' = 'none'

  constructor(
    private readonly recording: Recording,
    options: RecordedOptions = {},
  ) {
    this.pace = options.pace ?? (() => 0)
  }

  subscribe(listener: (message: EngineMessage) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  dispose(): void {
    this.halt()
    this.listeners.clear()
  }

  /** Its weights are not in a recording. */
  keeping(): void {}

  resume(run: number): void {
    this.refuse(
      { during: 'run', id: run },
      'A recording cannot go on with a run.',
      'It says again what one run did.',
      'Load the model that the run was made on.',
    )
  }

  send(command: Command): void {
    if ('run' in command) this.run = command.run
    switch (command.type) {
      case 'load':
        return this.ready(command)
      case 'start':
        this.halt()
        this.position = 0
        return this.next((event) => stageOf(event) === null)
      case 'play':
        return this.go('end')
      case 'advance':
        return this.go('stage')
      case 'pause':
      case 'stop':
        return this.pauseHere()
      case 'rewind':
        this.halt()
        this.position = this.endOfStep(command.step)
        return
      case 'configure':
        return this.refuse(
          command,
          'A recording keeps its settings.',
          'It says again what another run did.',
          'Go live to run with yours.',
        )
      case 'reread':
        return this.reread(command)
      case 'branch':
        return this.refuse(
          command,
          'A recording cannot go on writing.',
          'It holds what the student wrote, not the student.',
          'Run this problem live, or resume the run if it is one of yours.',
        )
      case 'value':
        return this.refuse(
          command,
          'A recording cannot go on writing.',
          'It holds what the student wrote, not the student.',
          'Run this problem live, or resume the run if it is one of yours.',
        )
      case 'probes':
        return this.refuse(
          command,
          'A recording cannot be asked anything new.',
          'It holds what the student read, not the student.',
          'Go live, and the probe is followed from the first update.',
        )
      case 'read-text':
      case 'worth':
      case 'base-rate':
        return this.refuse(
          command,
          'A recording cannot be sampled.',
          'It holds what the student wrote, not the student.',
          'Go live, and load the model.',
        )
      case 'adapter':
      case 'fit-adapter':
        return this.refuse(
          command,
          'A recording has no adapter.',
          'It keeps what was seen, not the weights.',
          'Go live: a run of your own has one after every update.',
        )
      case 'outlook':
        return this.refuse(
          command,
          'A recording cannot be asked what could work.',
          'It holds what one run did, not the model.',
          'Go live, and it is measured before the run.',
        )
      case 'race':
      case 'race-pause':
      case 'race-arms':
      case 'race-stop':
        return this.refuse(
          command,
          'A recording cannot race.',
          'It says again what one run did.',
          'Load the model to race the arms.',
        )
      default:
        command satisfies never
    }
  }

  private emit(message: EngineMessage): void {
    for (const listener of [...this.listeners]) listener(message)
  }

  private emitEngineEvent(event: EngineEvent): void {
    this.emit({ kind: 'engine', event })
  }

  private refuse(asked: Command | Answers, message: string, cause: string, wayOut: string): void {
    const answers = 'type' in asked ? answersTo(asked) : asked
    this.emitEngineEvent({ type: 'fault', ...answers, message, cause, wayOut })
  }

  private ready(command: Extract<Command, { type: 'load' }>): void {
    const start = this.recording.events.find((event) => event.type === 'run-started')
    if (!start)
      return this.refuse(
        command,
        'This recording has no beginning.',
        'Its first event is missing.',
        'Open another file.',
      )
    this.emitEngineEvent({
      type: 'ready',
      requestId: command.requestId,
      model: start.model,
      backend: start.backend,
      contextLength: start.model.contextLength,
    })
  }

  /** Say events while `take` holds, without waiting. */
  private next(take: (event: RunEvent) => boolean): void {
    for (
      let event = this.recording.events[this.position];
      event && take(event);
      event = this.recording.events[this.position]
    ) {
      this.position++
      this.emit({ kind: 'run', run: this.run, event })
    }
  }

  private go(goal: 'end' | 'stage'): void {
    const idle = this.goal === 'none'
    this.goal = goal
    if (idle) this.continue(null)
  }

  /** Say events until the goal is reached; `stage` is the act under way. */
  private continue(stage: Stage | null): void {
    this.timer = undefined
    for (;;) {
      const event = this.recording.events[this.position]
      if (this.goal === 'none') return
      if (!event) {
        this.goal = 'none'
        return
      }
      const own = stageOf(event)
      if (this.goal === 'stage' && stage && own && own !== stage) return this.pauseHere()
      const wait = this.pace(event)
      const say = () => {
        this.position++
        this.emit({ kind: 'run', run: this.run, event })
      }
      if (wait > 0) {
        this.timer = setTimeout(() => {
          say()
          this.continue(own ?? stage)
        }, wait)
        return
      }
      say()
      stage = own ?? stage
    }
  }

  private halt(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.goal = 'none'
  }

  private pauseHere(): void {
    this.halt()
    const said = this.recording.events.slice(0, this.position)
    const step = said.findLast((event) => event.type === 'step-started')
    const stage = said.findLast((event) => stageOf(event) !== null)
    if (step && stage)
      this.emitEngineEvent({
        type: 'paused',
        run: this.run,
        step: step.step,
        stage: doneStage[stageOf(stage)!],
      })
  }

  private endOfStep(step: number): number {
    const events = this.recording.events
    const next = events.findIndex((event) => event.type === 'step-started' && event.step > step)
    return next < 0 ? events.length : next
  }

  private reread(command: Extract<Command, { type: 'reread' }>): void {
    const { requestId, attempt, sameWeights } = command
    const answer = recordedReading(this.recording.events, command)
    if (!answer)
      return this.refuse(
        command,
        sameWeights
          ? 'A recording cannot read again with other weights.'
          : 'A recording cannot read new words.',
        'Only the readings that were made are in it.',
        'Go live, and the self-teacher will read it.',
      )
    this.emitEngineEvent({
      type: 'reread-done',
      requestId,
      attempt,
      positions: [...answer],
      unknownWords: [],
    })
  }
}
