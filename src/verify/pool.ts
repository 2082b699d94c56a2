/**
 * Several watched threads that share the one queue of jobs: attempts of a group are judged side by side, and one more
 * thread than that is kept ready, so that the attempt after one whose thread had to be ended does not wait
 * for another to start. Nothing is started before the first job; the rest once there is time.
 */
import type { Language } from '../problems/problem.ts'
import { whenCalledOff } from './call-off.ts'
import type { Executor } from './judge.ts'
import type { Execution, Job } from './job.ts'
import { disposed, type WatchedThread } from './watched.ts'

interface Waiting {
  job: Job
  signal: AbortSignal | undefined
  /** It no longer waits to be called off here. */
  forget: () => void
  resolve: (execution: Execution) => void
  reject: (error: unknown) => void
}

export class Pool implements Executor {
  private readonly threads: WatchedThread[] = []
  private readonly queue: Waiting[] = []
  private running = 0
  private ended = false

  /** @param parallel jobs that run at once */
  constructor(
    private readonly make: () => WatchedThread,
    private readonly parallel: number,
  ) {}

  execute(job: Job, signal?: AbortSignal): Promise<Execution> {
    if (this.ended) return Promise.reject(disposed())
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { job, signal, forget: () => undefined, resolve, reject }
      this.queue.push(waiting)
      waiting.forget = whenCalledOff(signal, (reason) => {
        this.queue.splice(this.queue.indexOf(waiting), 1)
        reject(reason)
      })
      this.next()
    })
  }

  dispose(): void {
    this.ended = true
    for (const thread of this.threads) thread.dispose()
    for (const { reject, forget } of this.queue.splice(0)) {
      forget()
      reject(disposed())
    }
  }

  private next(): void {
    while (this.queue.length > 0 && this.running < this.parallel) {
      const { job, signal, forget, resolve, reject } = this.queue.shift()!
      forget()
      this.running++
      this.thread()
        .execute(job, signal)
        .then(resolve, reject)
        .finally(() => {
          this.running--
          if (this.ended) return
          this.next()
          this.prepare()
        })
    }
  }

  /** One that is ready, else one that is not busy, else another. */
  private thread(): WatchedThread {
    return (
      this.threads.find((thread) => thread.free) ?? this.threads.find((thread) => !thread.busy) ?? this.add()
    )
  }

  private add(): WatchedThread {
    const thread = this.make()
    this.threads.push(thread)
    return thread
  }

  /** The spare. */
  private prepare(): void {
    if (this.threads.length <= this.parallel && this.threads.filter((thread) => !thread.busy).length < 2)
      this.add().warm()
  }
}

/** Each language by its own executor, made when the first job in it comes. */
export function byLanguage(make: Readonly<Record<Language, () => Executor>>): Executor {
  const made = new Map<Language, Executor>()
  let ended = false
  return {
    execute: async (job, signal) => {
      if (ended) throw disposed()
      const { language } = job.program
      const executor = made.get(language) ?? make[language]()
      made.set(language, executor)
      return executor.execute(job, signal)
    },
    dispose: () => {
      ended = true
      for (const executor of made.values()) executor.dispose()
    },
  }
}
