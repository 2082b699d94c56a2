/**
 * The live engine as the page sees it: a worker behind the `Engine` face. It keeps the run between
 * beats, so that a worker that lost its device, crashed or hangs is replaced and the run goes on from
 * its last update.
 */
import { z } from 'zod'
import { Snapshots } from '../sdpo/snapshots.ts'
import { duringOf, EngineFault, faultOf, type FaultEvent } from './live-fault.ts'
import { choiceId } from './model-choice.ts'
import {
  engineEventSchema,
  runEventSchema,
  type Command,
  type Engine,
  type EngineEvent,
  type EngineMessage,
  type KeptForLater,
} from './protocol.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), event: runEventSchema }),
  z.object({ kind: z.literal('engine'), event: engineEventSchema }),
])

/** The part of a Worker that is used; tests bring their own. */
export interface WorkerLike {
  postMessage(message: ToWorker): void
  terminate(): void
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

export interface WorkerEngineOptions {
  /** Where the models are: absolute, with the final slash. */
  models: string
  startWorker?: () => WorkerLike
  /** Silence of a busy worker that counts as a hang, in milliseconds. */
  patienceMs?: number
}

type LoadCommand = Extract<Command, { type: 'load' }>

/** What a question is about, as a fault names it. */
type Asked = (typeof duringOf)['reread' | 'branch']

/** Deaths within this time of each other are one trouble. */
const troubleMs = 120_000
/** Deaths of one trouble after which nothing more is tried. */
const hopeless = 4

export class WorkerEngine implements Engine {
  private readonly listeners = new Set<(message: EngineMessage) => void>()
  private readonly options: Required<WorkerEngineOptions>
  private worker: WorkerLike | null = null
  /** Loads another model while the worker still has its own. */
  private other: WorkerLike | null = null
  private wanted: LoadCommand | null = null
  private kept: Omit<KeptForLater, 'weights'> | null = null
  private weights = new Snapshots()
  /** Questions not yet answered, oldest first. */
  private asked: Asked[] = []
  /** Outlives the worker. */
  private probes: Extract<Command, { type: 'probes' }> | null = null
  /** The race under way, which dies with its worker. */
  private raceId: number | null = null
  private onKept: ((kept: KeptForLater) => void) | null = null
  private watchdog: ReturnType<typeof setTimeout> | undefined
  private deaths: number[] = []
  /** A rebuilt worker's `ready` is held until the person goes on: it would wipe the fault off the screen. */
  private rebuilding = false
  private heldReady: EngineEvent | null = null
  private wentOn = false

  constructor(options: WorkerEngineOptions) {
    this.options = { startWorker, patienceMs: 180_000, ...options }
  }

  send(command: Command): void {
    if (command.type === 'load') {
      if (this.wanted && this.worker && choiceId(this.wanted.model) !== choiceId(command.model))
        return this.change(command)
      this.leaveOther()
      this.wanted = command
      this.rebuilding = false
    }
    if (command.type === 'start') this.forget()
    if (command.type === 'reread' || command.type === 'branch') this.asked.push(duringOf[command.type])
    if (command.type === 'probes') this.probes = command
    this.wentOn = true
    this.theWorker().postMessage({ kind: 'command', command })
    if (this.heldReady) queueMicrotask(() => this.releaseReady())
  }

  subscribe(listener: (message: EngineMessage) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  keeping(listener: (kept: KeptForLater) => void): void {
    this.onKept = listener
  }

  resume(kept: KeptForLater): void {
    this.forget()
    const { weights, ...run } = kept
    this.kept = run
    for (const [step, snapshot] of weights) this.weights.set(step, snapshot)
    this.wentOn = true
    this.theWorker().postMessage({ kind: 'resume', kept })
  }

  private forLater(kept: Omit<KeptForLater, 'weights'>): KeptForLater {
    return { ...kept, weights: this.weights.steps().map((step) => [step, this.weights.get(step)]) }
  }

  dispose(): void {
    this.leaveOther()
    this.end()
    this.listeners.clear()
  }

  private emit(message: EngineMessage): void {
    for (const listener of [...this.listeners]) listener(message)
  }

  private say(event: EngineEvent): void {
    this.emit({ kind: 'engine', event })
  }

  private theWorker(): WorkerLike {
    if (this.worker) return this.worker
    const worker = this.options.startWorker()
    worker.postMessage({ kind: 'open', models: this.options.models })
    return this.use(worker)
  }

  private use(worker: WorkerLike): WorkerLike {
    worker.onmessage = ({ data }) => this.hear(data)
    worker.onerror = (event) =>
      this.died('The engine stopped.', event.message || 'Its worker could not be loaded or failed.')
    this.worker = worker
    return worker
  }

  /**
   * To another model, in a worker of its own: what a WebAssembly heap has grown to is only given back with
   * its worker. The old one stays until the new model is known to be of use.
   */
  private change(command: LoadCommand): void {
    this.leaveOther()
    const worker = this.options.startWorker()
    worker.onmessage = ({ data }) => this.hearOther(worker, command, data)
    worker.onerror = (event) =>
      this.hearOther(worker, command, {
        kind: 'lost',
        reason: event.message || 'Its worker could not be loaded or failed.',
      })
    worker.postMessage({ kind: 'open', models: this.options.models })
    worker.postMessage({ kind: 'command', command })
    this.other = worker
  }

  private hearOther(worker: WorkerLike, command: LoadCommand, data: FromWorker): void {
    switch (data.kind) {
      case 'understood':
        return this.take(worker, command)
      case 'lost':
        this.leaveOther()
        return this.say(
          faultOf(
            new EngineFault(
              'The engine stopped.',
              sentence(data.reason),
              'Load the model again. The model in use is kept.',
            ),
            'load',
          ),
        )
      case 'message':
        if (data.message.kind === 'engine' && data.message.event.type === 'fault') this.leaveOther()
        return this.emit(data.message)
      case 'busy':
      case 'keep':
        return
      default:
        data satisfies never
    }
  }

  /** The other worker is the worker now. */
  private take(worker: WorkerLike, command: LoadCommand): void {
    if (this.raceId !== null) this.say({ type: 'race-ended', raceId: this.raceId, reason: 'replaced' })
    this.raceId = null
    this.other = null
    this.end()
    this.forget()
    this.asked = []
    this.deaths = []
    this.wanted = command
    this.rebuilding = false
    this.use(worker)
    this.watch(true)
    this.say({ type: 'released' })
  }

  private leaveOther(): void {
    this.other?.terminate()
    this.other = null
  }

  private hear(data: FromWorker): void {
    this.watch(data.kind === 'busy' ? data.busy : this.watchdog !== undefined)
    switch (data.kind) {
      case 'message':
        return this.pass(data.message)
      case 'keep': {
        const { weights, ...kept } = data.kept
        this.kept = kept
        this.weights.dropAfter(kept.run.completed)
        for (const [step, snapshot] of weights) this.weights.set(step, snapshot)
        this.onKept?.(this.forLater(kept))
        return
      }
      case 'busy':
      case 'understood':
        return
      case 'lost':
        return this.died(
          'The graphics device was lost.',
          `${sentence(data.reason)} The driver restarted, memory ran out, or the machine slept.`,
        )
      default:
        data satisfies never
    }
  }

  private pass(unchecked: EngineMessage): void {
    const checked = messageSchema.safeParse(unchecked)
    if (!checked.success) {
      return this.say(
        faultOf(
          new EngineFault(
            'The engine said something that cannot be shown.',
            firstIssue(checked.error),
            this.wayOut(),
          ),
          'run',
        ),
      )
    }
    const message = checked.data
    if (message.kind === 'run' && message.event.type === 'attempt-branched') this.answered('branch')
    if (message.kind === 'engine') {
      const { event } = message
      if (event.type === 'reread-done') this.answered('read')
      if (event.type === 'race-started') this.raceId = event.raceId
      if (event.type === 'race-ended' && event.reason !== 'done' && event.raceId === this.raceId)
        this.raceId = null
      if (event.type === 'fault' && (event.during === 'read' || event.during === 'branch'))
        this.answered(event.during)
      if (this.rebuilding && event.type === 'load-progress') return
      if (this.rebuilding && event.type === 'ready') {
        this.rebuilding = false
        this.heldReady = event
        if (this.wentOn) this.releaseReady()
        return
      }
      if (event.type === 'fault' && event.during === 'load') this.rebuilding = false
    }
    this.emit(message)
  }

  private releaseReady(): void {
    const ready = this.heldReady
    this.heldReady = null
    if (ready) this.say(ready)
  }

  /** An answer, or a fault in its place, is to the oldest question of its kind: they are answered in order. */
  private answered(kind: Asked): void {
    const at = this.asked.indexOf(kind)
    if (at >= 0) this.asked.splice(at, 1)
  }

  private watch(busy: boolean): void {
    clearTimeout(this.watchdog)
    this.watchdog = undefined
    if (!busy) return
    const { patienceMs } = this.options
    this.watchdog = setTimeout(() => {
      this.died(
        'The engine does not answer.',
        `Nothing has been heard of it for ${Math.round(patienceMs / 1000)} seconds, so it was ended.`,
      )
    }, patienceMs)
  }

  /** The worker is of no more use: say so, and have the next one ready where the run was. */
  private died(message: string, reason: string): void {
    this.end()
    const now = performance.now()
    this.deaths = [...this.deaths.filter((at) => now - at < troubleMs), now]
    const fault = new EngineFault(message, reason, this.wayOut())
    const lost = this.asked
    this.asked = []
    const during: FaultEvent['during'] = this.kept ? 'run' : 'load'
    this.say(faultOf(fault, during))
    for (const kind of lost) this.say(faultOf(fault, kind))
    if (this.raceId !== null) this.say({ type: 'race-ended', raceId: this.raceId, reason: 'lost' })
    this.raceId = null
    if (this.kept && this.wanted && this.deaths.length < hopeless) this.rebuild(this.wanted, this.kept)
  }

  /** On the backend that was wanted; after a second death on the CPU, which has no device to lose. */
  private rebuild(wanted: LoadCommand, kept: Omit<KeptForLater, 'weights'>): void {
    this.rebuilding = true
    this.wentOn = false
    const worker = this.theWorker()
    worker.postMessage({
      kind: 'command',
      command: { ...wanted, backend: this.deaths.length > 1 ? 'wasm' : wanted.backend },
    })
    if (this.probes) worker.postMessage({ kind: 'command', command: this.probes })
    worker.postMessage({ kind: 'resume', kept: this.forLater(kept) })
  }

  private wayOut(): string {
    if (!this.kept)
      return 'Load the model again, or choose another backend in the settings. Recorded runs work without it.'
    if (this.deaths.length >= hopeless)
      return 'Export the run, reload the page and choose another backend in the settings.'
    const where = `The run is kept up to update ${this.kept.run.completed}: resume it from there`
    return this.deaths.length > 1 ? `${where}, on the CPU this time.` : `${where}.`
  }

  private forget(): void {
    this.kept = null
    this.weights = new Snapshots()
  }

  private end(): void {
    clearTimeout(this.watchdog)
    this.watchdog = undefined
    this.worker?.terminate()
    this.worker = null
    this.heldReady = null
  }
}

function startWorker(): WorkerLike {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' })
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** The first thing that is wrong, and where: a list of all can be a thousand lines. */
function firstIssue({ issues }: z.ZodError): string {
  const [first] = issues
  return `${first!.message} (${first!.path.map(String).join('.')})${issues.length > 1 ? `, and ${issues.length - 1} more of its kind` : ''}.`
}
