/**
 * The live engine as the page sees it: workers behind the `Engine` face. It keeps the run between stages, so that a
 * worker that died is replaced and the run goes on from its last update, and answers with a fault every question
 * that a worker took along.
 */
import {
  EngineWorker,
  pageLocks,
  sentence,
  startWorker,
  type ClientMessage,
  type WatchOptions,
} from './engine-worker.ts'
import { KeptCourse } from './kept-course.ts'
import { answersTo, EngineFault, faultOf, firstIssue, isQuestion, type Answers } from './live-fault.ts'
import { choiceId } from './model-choice.ts'
import {
  engineMessageSchema,
  type Command,
  type Engine,
  type EngineEvent,
  type EngineMessage,
  type ResumableRun,
} from './protocol.ts'
import { Troubles } from './troubles.ts'
import { readyOnCpu, type Life, type LoadCommand, type ReadyEvent, type Rebuilding } from './worker-life.ts'

export type WorkerEngineOptions = Partial<WatchOptions> & Pick<WatchOptions, 'models'>

export class WorkerEngine implements Engine {
  private readonly listeners = new Set<(message: EngineMessage) => void>()
  private readonly options: WatchOptions
  private life: Life = { kind: 'none' }
  /** Reads another model while the worker still has its own. */
  private other: EngineWorker | null = null
  private wanted: LoadCommand | null = null
  /** The run that was started, taken up or gone back in last. */
  private run: number | null = null
  private kept: KeptCourse | null = null
  /** Questions that are open, by their ids. */
  private readonly asked = new Map<number, Answers>()
  /** Outlives the worker. */
  private probes: Extract<Command, { type: 'probes' }> | null = null
  /** The race under way, which dies with its worker. */
  private raceId: number | null = null
  private onKept: Parameters<Engine['keeping']>[0] = () => undefined
  private readonly troubles = new Troubles()

  constructor(options: WorkerEngineOptions) {
    this.options = { startWorker, patienceMs: 180_000, readingMs: 10_000, locks: pageLocks(), ...options }
  }

  send(command: Command): void {
    if (command.type === 'load') {
      if (this.wanted && this.life.kind !== 'none' && choiceId(this.wanted.model) !== choiceId(command.model))
        return this.change(command)
      this.leaveOther()
      if (this.wanted && choiceId(this.wanted.model) !== choiceId(command.model)) this.kept = null
      this.wanted = command
      if (this.life.kind === 'rebuilding') this.life = { kind: 'serving', worker: this.life.worker }
    }
    if (command.type === 'start') this.kept = null
    if ('run' in command) this.run = command.run
    if (isQuestion(command)) this.asked.set(command.requestId, answersTo(command))
    if (command.type === 'probes') this.probes = command
    if (command.type === 'load' && this.life.kind === 'none') return this.loadAnew(command)
    this.goOn().post({ kind: 'command', command })
  }

  subscribe(listener: (message: EngineMessage) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  keeping(listener: Parameters<Engine['keeping']>[0]): void {
    this.onKept = listener
  }

  resume(run: number, kept: ResumableRun): void {
    this.run = run
    this.kept = new KeptCourse(run, kept)
    this.goOn().post({ kind: 'resume', run, kept })
  }

  dispose(): void {
    this.leaveOther()
    this.end()
    this.listeners.clear()
  }

  private emit(message: EngineMessage): void {
    for (const listener of [...this.listeners]) listener(message)
  }

  private emitEngineEvent(event: EngineEvent): void {
    this.emit({ kind: 'engine', event })
  }

  /** The worker, now that the person wants something of it. */
  private goOn(): EngineWorker {
    const { life } = this
    switch (life.kind) {
      case 'none':
        return this.wanted
          ? this.rebuild(this.wanted, this.wanted.backend, true)
          : this.newWorker((worker) => ({ kind: 'serving', worker }))
      case 'serving':
        return life.worker
      case 'rebuilding':
        life.wentOn = true
        return life.worker
      case 'rebuilt':
        this.life = { kind: 'serving', worker: life.worker }
        queueMicrotask(() => this.emitEngineEvent(life.ready))
        return life.worker
      default:
        return life satisfies never
    }
  }

  private newWorker(lifeWith: (worker: EngineWorker) => Life): EngineWorker {
    const worker = new EngineWorker(this.options, {
      onMessage: (data) => this.onMessage(data),
      onDeath: (message, reason) => this.died(message, reason),
    })
    this.life = lifeWith(worker)
    return worker
  }

  /**
   * To another model, in a worker of its own: what a WebAssembly heap has grown to is only given back with
   * its worker. The old one stays until the new model is known to be of use.
   */
  private change(command: LoadCommand): void {
    this.leaveOther()
    let taken = false
    const worker: EngineWorker = new EngineWorker(this.options, {
      onMessage: (data) => {
        if (taken) return this.onMessage(data)
        switch (data.kind) {
          case 'config-accepted':
            taken = true
            return this.take(worker, command)
          case 'message':
            if (data.message.kind === 'engine' && data.message.event.type === 'fault') this.leaveOther()
            return this.emit(data.message)
          case 'keep':
            return
          default:
            data satisfies never
        }
      },
      onDeath: (message, reason) => {
        if (taken) return this.died(message, reason)
        this.other = null
        const wayOut = 'Load the model again. The model in use is kept.'
        this.emitEngineEvent(faultOf(new EngineFault(message, sentence(reason), wayOut), answersTo(command)))
      },
    })
    worker.post({ kind: 'command', command })
    this.other = worker
  }

  /** The other worker is the worker now. */
  private take(worker: EngineWorker, command: LoadCommand): void {
    this.endRace('replaced')
    this.other = null
    this.end()
    this.kept = null
    this.asked.clear()
    this.troubles.forget()
    this.wanted = command
    this.life = { kind: 'serving', worker }
    this.emitEngineEvent({ type: 'released' })
  }

  private leaveOther(): void {
    this.other?.end()
    this.other = null
  }

  private onMessage(data: ClientMessage): void {
    switch (data.kind) {
      case 'message':
        return this.pass(data.message)
      case 'keep':
        return this.keep(data)
      case 'config-accepted':
        return
      default:
        data satisfies never
    }
  }

  /** The worker is told when it is kept: its run does not go far ahead of that. */
  private keep({ id, run, after, kept }: Extract<ClientMessage, { kind: 'keep' }>): void {
    if (this.kept) this.kept.take(run, after, kept)
    else this.kept = new KeptCourse(run, kept)
    const { life } = this
    if (life.kind === 'none') return
    void Promise.resolve(this.onKept(run, this.kept.whole())).then(() =>
      life.worker.post({ kind: 'kept', id }),
    )
  }

  private pass(unchecked: EngineMessage): void {
    const checked = engineMessageSchema.safeParse(unchecked)
    if (!checked.success) {
      const message = 'The engine said something that cannot be shown.'
      return this.emitEngineEvent(
        faultOf(new EngineFault(message, firstIssue(checked.error), this.troubles.wayOut(this.kept)), {
          during: 'run',
          id: this.run,
        }),
      )
    }
    const message = checked.data
    if (message.kind === 'engine') {
      const { event } = message
      const { life } = this
      if ('requestId' in event) this.asked.delete(event.requestId)
      if (event.type === 'fault' && event.id !== null) this.asked.delete(event.id)
      if (event.type === 'race-started') this.raceId = event.raceId
      if (event.type === 'race-ended' && event.reason !== 'done' && event.raceId === this.raceId)
        this.raceId = null
      if (life.kind === 'rebuilding') {
        if (event.type === 'load-progress') return
        if (event.type === 'ready') return this.rebuilt(life, event)
        if (event.type === 'fault' && event.during === 'load') return this.notRebuilt(life, event)
      }
    }
    this.emit(message)
  }

  /** The worker is of no more use: say so, and have the next one ready where the run was. */
  private died(message: string, reason: string): void {
    this.end()
    this.troubles.died(this.kept)
    const fault = new EngineFault(message, reason, this.troubles.wayOut(this.kept))
    const lost = [...this.asked.values()]
    this.asked.clear()
    this.emitEngineEvent(
      faultOf(
        fault,
        this.kept ? { during: 'run', id: this.run } : { during: 'load', id: this.wanted?.requestId ?? null },
      ),
    )
    for (const answers of lost) this.emitEngineEvent(faultOf(fault, answers))
    this.endRace('lost')
    // After a second death on the CPU, which has no device to lose.
    if (this.kept && this.wanted && !this.troubles.tooMany)
      this.rebuild(this.wanted, this.troubles.again ? 'wasm' : this.wanted.backend, false)
  }

  private endRace(reason: 'replaced' | 'lost'): void {
    if (this.raceId !== null) this.emitEngineEvent({ type: 'race-ended', raceId: this.raceId, reason })
    this.raceId = null
  }

  /** In the first worker there is, or the first after one that was given up, whose run goes with it. */
  private loadAnew(command: LoadCommand): void {
    const worker = this.newWorker((made) => ({ kind: 'serving', worker: made }))
    worker.post({ kind: 'command', command })
    this.takeUp(worker)
  }

  /** A new worker with the model and the run of the last. */
  private rebuild(wanted: LoadCommand, backend: LoadCommand['backend'], wentOn: boolean): EngineWorker {
    const worker = this.newWorker((made) => ({ kind: 'rebuilding', worker: made, wentOn, backend }))
    worker.post({ kind: 'command', command: { ...wanted, backend } })
    this.takeUp(worker)
    return worker
  }

  private takeUp(worker: EngineWorker): void {
    const { kept, probes } = this
    if (probes) worker.post({ kind: 'command', command: probes })
    if (kept) worker.post({ kind: 'resume', run: kept.run, kept: kept.whole() })
  }

  private rebuilt({ worker, wentOn, backend }: Rebuilding, event: ReadyEvent): void {
    const ready = backend === this.wanted?.backend ? event : readyOnCpu(event)
    this.life = wentOn ? { kind: 'serving', worker } : { kind: 'rebuilt', worker, ready }
    if (wentOn) this.emitEngineEvent(ready)
  }

  /** Where the backend cannot be had again (a browser gives no device any more after some were lost) the CPU can. */
  private notRebuilt({ backend, wentOn }: Rebuilding, fault: EngineEvent): void {
    this.end()
    if (backend !== 'wasm' && this.wanted) this.rebuild(this.wanted, 'wasm', wentOn)
    else this.emitEngineEvent(fault)
  }

  private end(): void {
    if (this.life.kind !== 'none') this.life.worker.end()
    this.life = { kind: 'none' }
  }
}
