/**
 * A sandbox in a thread of its own, with a watchdog: limits hold inside the interpreter, but a
 * built-in can run on without asking it (an `indexOf` over 2^32 holes takes minutes). A thread that
 * does not answer in time is ended and another built; the attempt is a time-out, the next one is
 * judged as if nothing had happened.
 */
import { whenCalledOff } from './call-off.ts'
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
export type StartThread = (
  reply: (message: SandboxReply) => void,
  fail: (message: string) => void,
) => SandboxThread

/** Milliseconds past the limit before a silent thread is ended. */
const GRACE_MS = 250
/** Milliseconds for a thread to load the interpreter, unless more are given. */
const START_MS = 20_000
/** A busy caller sees its timer before the answer that waits behind it: look once more. */
const SECOND_LOOK_MS = 20

interface Asked {
  id: number
  job: Job
  /** Tests that have ended. */
  outcomes: TestOutcome[]
  /** When the thread was given the job; null while it starts. */
  begun: number | null
  /** It no longer waits to be called off. */
  forget: () => void
  resolve: (execution: Execution) => void
  reject: (reason: unknown) => void
}

/** Takes one job at a time; who has more waits in a `Pool`. */
export class WatchedThread implements Executor {
  private readonly start: StartThread
  private readonly startMs: number
  private thread: SandboxThread | null = null
  /** Whose replies count: those of an ended thread do not. */
  private generation = 0
  private isReady = false
  private current: Asked | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private ids = 0
  private ended = false

  constructor(start: StartThread, startMs = START_MS) {
    this.start = start
    this.startMs = startMs
  }

  /** The interpreter is there, and no job has it. */
  get free(): boolean {
    return this.isReady && !this.busy
  }

  get busy(): boolean {
    return this.current !== null
  }

  /** Starts the thread, if it is not started, so that no job has to wait for it. */
  warm(): void {
    if (!this.thread && !this.ended) this.startThread()
  }

  execute(job: Job, signal?: AbortSignal): Promise<Execution> {
    if (this.ended) return Promise.reject(disposed())
    if (this.current) return Promise.reject(new Error('This thread has a job already.'))
    if (signal?.aborted) return Promise.reject(signal.reason as Error)
    return new Promise((resolve, reject) => {
      const forget = whenCalledOff(signal, (reason) => this.callOff(reason))
      this.current = { id: ++this.ids, job, outcomes: [], begun: null, forget, resolve, reject }
      this.warm()
      this.begin()
    })
  }

  dispose(): void {
    this.ended = true
    this.endThread()
    this.refuse(disposed())
  }

  /** A thread that starts goes on starting; one that runs the candidate is ended. */
  private callOff(reason: unknown): void {
    const begun = this.current?.begun ?? null
    if (begun !== null) this.endThread()
    this.refuse(reason)
    if (begun !== null) this.warm()
  }

  private begin(): void {
    if (!this.current || !this.isReady) return
    const { id, job } = this.current
    this.current.begun = performance.now()
    this.thread!.post({ id, job })
    this.watch(job.limits.timeMs + GRACE_MS, () => this.timeOut())
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
        if (generation === this.generation) this.fallen(message)
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
        return this.begin()
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
      default:
        return reply satisfies never
    }
  }

  private answer(execution: Execution): void {
    clearTimeout(this.timer)
    const { resolve, forget } = this.current!
    this.current = null
    forget()
    resolve(execution)
  }

  private timeOut(): void {
    const { job, outcomes, begun } = this.current!
    this.endThread()
    // The test at which it fell silent; all may have ended, with only the answer missing.
    this.answer({
      kind: 'ran',
      outcomes: outcomes.length < job.steps.length ? [...outcomes, { kind: 'time-out' }] : outcomes,
      timeMs: performance.now() - begun!,
    })
    this.warm()
  }

  /** The thread itself ended: under a candidate, that is the candidate's doing. */
  private fallen(message: string): void {
    if (!this.current || this.current.begun === null) return this.fail(message)
    const { outcomes, begun } = this.current
    this.endThread()
    this.answer({
      kind: 'ran',
      outcomes: [
        ...outcomes,
        {
          kind: 'threw',
          error: { name: 'InternalError', message: 'the program ended the sandbox' },
          printed: '',
        },
      ],
      timeMs: performance.now() - begun,
    })
    this.warm()
  }

  /** Not the candidate's doing: whoever asked is told, and the next job starts another thread. */
  private fail(message: string): void {
    this.endThread()
    this.refuse(new Error(`The sandbox failed. ${message}`))
  }

  private refuse(reason: unknown): void {
    const { current } = this
    this.current = null
    current?.forget()
    current?.reject(reason)
  }
}

/** What is told to whoever still waits when a judge is disposed of. */
export function disposed(): Error {
  return new Error('The judge was disposed of.')
}
