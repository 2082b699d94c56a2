/**
 * One worker of the engine and what watches over it. It can go in four ways: its script fails (`error`), its device is
 * lost (it says so), the browser ends it without a word (the lock that it holds comes free), or it hangs: it is busy and
 * nothing is heard of it for `patienceMs` (between any two runs of a graph a working one gives a sign of life), or a pattern
 * or template of a stranger's model is at work on one text for `readingMs`.
 */
import type { FromWorker, ToWorker } from './worker-messages.ts'

/** The part of a Worker that is used; tests bring their own. */
export interface WorkerLike {
  postMessage(message: ToWorker): void
  terminate(): void
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

/** The part of the Web Locks API that is used. */
export interface Locks {
  request(name: string, options: { signal: AbortSignal }, held: () => void): Promise<unknown>
}

export interface WatchOptions {
  startWorker: () => WorkerLike
  /** Where the models are: absolute, with the final slash. */
  models: string
  /** Silence of a busy worker that counts as a hang, in milliseconds. */
  patienceMs: number
  /** How long a pattern or template of a stranger's model may work on one text, in milliseconds. */
  readingMs: number
  /** Null where the browser has none: then a worker that ends without a word is noticed as a hang is. */
  locks: Locks | null
}

/** What the engine's client is told; the rest is between the worker and its watch. */
export type ClientMessage = Extract<FromWorker, { kind: 'message' | 'keep' | 'config-accepted' }>

export interface Listener {
  onMessage(data: ClientMessage): void
  /** At most once, and never after `end`: a sentence and its cause. */
  onDeath(message: string, reason: string): void
}

let workers = 0
const momentMs = 250

export class EngineWorker {
  private readonly worker: WorkerLike
  /** Also ends the wait for the worker's lock. */
  private readonly ended = new AbortController()
  private silence: ReturnType<typeof setTimeout> | undefined
  private reading: ReturnType<typeof setTimeout> | undefined
  private busy = false

  constructor(
    private readonly options: WatchOptions,
    private readonly listener: Listener,
  ) {
    this.worker = options.startWorker()
    this.worker.onmessage = ({ data }) => this.onMessage(data)
    this.worker.onerror = (event) =>
      this.die('The engine stopped.', event.message || 'Its worker could not be loaded or failed.')
    // Another page of the lab has workers too.
    const lock = `engine-${Math.floor(performance.timeOrigin)}-${++workers}`
    this.post({ kind: 'open', models: options.models, lock })
  }

  post(message: ToWorker): void {
    this.worker.postMessage(message)
  }

  end(): void {
    clearTimeout(this.silence)
    clearTimeout(this.reading)
    this.ended.abort()
    this.worker.onmessage = null
    this.worker.onerror = null
    this.worker.terminate()
  }

  private onMessage(data: FromWorker): void {
    if (data.kind === 'busy') this.busy = data.busy
    this.listen()
    switch (data.kind) {
      case 'busy':
        return
      case 'holds':
        return this.waitFor(data.lock)
      case 'reading':
        return this.watchReading(data.reading)
      case 'lost':
        return this.die(
          'The graphics device was lost.',
          `${sentence(data.reason)} The driver restarted, memory ran out, or the machine slept.`,
        )
      case 'message':
      case 'keep':
      case 'config-accepted':
        return this.listener.onMessage(data)
      default:
        data satisfies never
    }
  }

  /** Silence is counted from the last word of a worker that is busy. */
  private listen(): void {
    clearTimeout(this.silence)
    if (!this.busy) return
    const { patienceMs } = this.options
    this.silence = setTimeout(
      () =>
        this.die(
          'The engine does not answer.',
          `Nothing has been heard of it for ${Math.round(patienceMs / 1000)} seconds, so it was ended.`,
        ),
      patienceMs,
    )
  }

  /** A page that was busy, frozen or asleep hears first what was said meanwhile, in the moment that is given then. */
  private watchReading(reading: boolean): void {
    clearTimeout(this.reading)
    if (!reading) return
    const { readingMs } = this.options
    const die = () =>
      this.die(
        'The engine does not answer.',
        `A pattern or the chat template of the model has been at work on one text for ${Math.round(readingMs / 1000)} seconds, so it was ended. Another model may do.`,
      )
    this.reading = setTimeout(() => (this.reading = setTimeout(die, momentMs)), readingMs)
  }

  /** The browser gives the lock to the next in line as soon as the worker is no more, whatever ended it. */
  private waitFor(lock: string): void {
    const { signal } = this.ended
    this.options.locks
      ?.request(lock, { signal }, () =>
        this.die(
          'The engine stopped.',
          'The browser ended its worker without a word; memory may have run out.',
        ),
      )
      .catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
  }

  private die(message: string, reason: string): void {
    if (this.ended.signal.aborted) return
    this.end()
    this.listener.onDeath(message, reason)
  }
}

export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

export function startWorker(): WorkerLike {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' })
}

export function pageLocks(): Locks | null {
  return (globalThis.navigator as Partial<Navigator> | undefined)?.locks ?? null
}
