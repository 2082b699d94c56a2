/**
 * A sandbox in a thread of its own, with a watchdog: limits hold inside the interpreter, but a
 * built-in can run on without asking it (an `indexOf` over 2^32 holes takes minutes). A thread that
 * does not answer in time is ended and another built; the attempt is a time-out, the next one is
 * judged as if nothing had happened.
 */
import type { Executor } from './judge.ts'
import type { Execution, Job, TestOutcome } from './job.ts'

/** To the thread: one job at a time. */
export type SandboxRequest = { id: number; job: Job }
/** From the thread. `outcome` comes as each test ends, `done` once a job. */
export type SandboxReply =
  | { type: 'ready' }
  /** The interpreter could not be had, or broke in a way that is not the candidate's doing. */
  | { type: 'failed'; id?: number; message: string }
  | { type: 'outcome'; id: number; outcome: TestOutcome }
  /** `spent`: the thread costs less to replace than to go on with. */
  | { type: 'done'; id: number; execution: Execution; spent: boolean }

/** A thread, as browsers and Node both have one. */
export interface SandboxThread {
  post(request: SandboxRequest): void
  terminate(): void
}

/** Starts a thread; `fail` is for errors of the thread itself (its script cannot be loaded). */
export type StartThread = (reply: (message: SandboxReply) => void, fail: (message: string) => void) => SandboxThread

/** Milliseconds past the limit before a silent thread is ended. */
const GRACE_MS = 250
/** Milliseconds for a thread to load the interpreter, unless more are given. */
const START_MS = 20_000
/** A busy caller sees its timer before the answer that waits behind it: look once more. */
const SECOND_LOOK_MS = 20

interface Waiting {
  job: Job
  resolve: (execution: Execution) => void
  reject: (error: Error) => void
}

export class WatchedExecutor implements Executor {
  private readonly start: StartThread
  private readonly startMs: number
  private readonly queue: Waiting[] = []
  private thread: SandboxThread | null = null
  /** Whose replies count: those of an ended thread do not. */
  private generation = 0
  private isReady = false
  private current: { id: number; waiting: Waiting; outcomes: TestOutcome[]; begun: number } | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private ids = 0
  private ended = false

  constructor(start: StartThread, startMs = START_MS) {
    this.start = start
    this.startMs = startMs
  }

  /** The interpreter is there, and no job waits for it. */
  get free(): boolean {
    return this.isReady && this.current === null && this.queue.length === 0
  }

  get busy(): boolean {
    return this.current !== null || this.queue.length > 0
  }

  /** Starts the thread, if it is not started, so that no job has to wait for it. */
  warm(): void {
    if (!this.thread && !this.ended) this.startThread()
  }

  execute(job: Job): Promise<Execution> {
    if (this.ended) return Promise.reject(new Error('The judge was disposed of.'))
    return new Promise((resolve, reject) => {
      this.queue.push({ job, resolve, reject })
      this.next()
    })
  }

  dispose(): void {
    this.ended = true
    this.endThread()
    const waiting = [...(this.current ? [this.current.waiting] : []), ...this.queue.splice(0)]
    this.current = null
    for (const each of waiting) each.reject(new Error('The judge was disposed of.'))
  }

  private next(): void {
    if (this.current || this.ended || this.queue.length === 0) return
    if (!this.thread) this.startThread()
    if (!this.isReady) return
    const waiting = this.queue.shift()!
    const id = ++this.ids
    this.current = { id, waiting, outcomes: [], begun: performance.now() }
    this.thread!.post({ id, job: waiting.job })
    this.watch(waiting.job.limits.timeMs + GRACE_MS, () => this.timeOut())
  }

  private startThread(): void {
    const generation = ++this.generation
    this.isReady = false
    this.watch(this.startMs, () => this.fail('The sandbox did not start in time.'))
    this.thread = this.start(
      (reply) => {
        if (generation === this.generation) this.hear(reply)
      },
      (message) => {
        if (generation === this.generation) this.fail(message)
      },
    )
  }

  private endThread(): void {
    clearTimeout(this.timer)
    this.generation++
    this.thread?.terminate()
    this.thread = null
    this.isReady = false
  }

  private watch(ms: number, bark: () => void): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.timer = setTimeout(bark, SECOND_LOOK_MS)
    }, ms)
  }

  private hear(reply: SandboxReply): void {
    switch (reply.type) {
      case 'ready':
        clearTimeout(this.timer)
        this.isReady = true
        return this.next()
      case 'failed':
        return this.fail(reply.message)
      case 'outcome':
        if (reply.id === this.current?.id) this.current.outcomes.push(reply.outcome)
        return
      case 'done':
        if (reply.id !== this.current?.id) return
        if (reply.spent) this.endThread()
        this.answer(reply.execution)
        return this.warm()
        return
      default:
        return reply satisfies never
    }
  }

  private answer(execution: Execution): void {
    clearTimeout(this.timer)
    const { waiting } = this.current!
    this.current = null
    waiting.resolve(execution)
    this.next()
  }

  private timeOut(): void {
    const { outcomes, waiting, begun } = this.current!
    this.endThread()
    // The test at which it fell silent; all may have ended, with only the answer missing.
    this.answer({ kind: 'ran', outcomes: outcomes.length < waiting.job.steps.length ? [...outcomes, { kind: 'time-out' }] : outcomes, timeMs: performance.now() - begun })
    this.warm()
  }

  /** Not the candidate's doing: whoever waits is told, and the next call tries again. */
  private fail(message: string): void {
    this.endThread()
    const waiting = this.current?.waiting ?? this.queue.shift()
    this.current = null
    waiting?.reject(new Error(`The sandbox failed. ${message}`))
    this.next()
  }
}
