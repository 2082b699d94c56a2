/** The watchdog and the pool, with threads that misbehave on command. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Job } from './job.ts'
import { Pool } from './pool.ts'
import { WatchedThread } from './watched.ts'
import type { SandboxReply, SandboxRequest } from './watched.ts'

const job = (steps: number): Job => ({
  program: { language: 'javascript', shape: { kind: 'expression', parameters: ['x'] }, code: 'x' },
  steps: Array.from({ length: steps }, () => ({ kind: 'args', args: [0] })),
  limits: { timeMs: 100, memoryBytes: 1, outputChars: 1 },
})
const returned = { kind: 'returned', value: '1', printed: '' } as const

class FakeThread {
  readonly requests: SandboxRequest[] = []
  terminated = false
  constructor(
    readonly reply: (message: SandboxReply) => void,
    readonly fail: (message: string) => void,
  ) {}
  post(request: SandboxRequest): void {
    this.requests.push(request)
  }
  terminate(): void {
    this.terminated = true
  }
  done(i = this.requests.length - 1): void {
    this.reply({
      type: 'done',
      id: this.requests[i]!.id,
      execution: { kind: 'ran', outcomes: [returned], timeMs: 1 },
      spent: false,
    })
  }
}

let threads: FakeThread[]
const watched = () =>
  new WatchedThread((reply, fail) => {
    const thread = new FakeThread(reply, fail)
    threads.push(thread)
    return thread
  })
beforeEach(() => {
  vi.useFakeTimers()
  threads = []
})
afterEach(() => void vi.useRealTimers())

describe('WatchedThread', () => {
  let executor: WatchedThread
  beforeEach(() => void (executor = watched()))
  afterEach(() => executor.dispose())

  it('starts a thread for the first job, waits for it, keeps it, and takes one job at a time', async () => {
    expect(threads).toHaveLength(0)
    const one = executor.execute(job(1))
    expect(threads.map((thread) => thread.requests.length)).toEqual([0])
    threads[0]!.reply({ type: 'ready' })
    expect(threads[0]!.requests).toHaveLength(1)
    await expect(executor.execute(job(1))).rejects.toThrow('a job already')
    threads[0]!.done()
    await one
    const two = executor.execute(job(1))
    expect(threads[0]!.requests).toHaveLength(2)
    threads[0]!.done()
    await two
    expect(threads).toHaveLength(1)
  })

  it('ends a silent thread after limit and grace, keeps the tests that had ended, and goes on with another', async () => {
    const one = executor.execute(job(3))
    threads[0]!.reply({ type: 'ready' })
    threads[0]!.reply({ type: 'outcome', id: threads[0]!.requests[0]!.id, outcome: returned })
    await vi.advanceTimersByTimeAsync(340)
    expect(threads[0]!.terminated).toBe(false)
    await vi.advanceTimersByTimeAsync(60)
    expect(threads[0]!.terminated).toBe(true)
    expect(await one).toMatchObject({ kind: 'ran', outcomes: [returned, { kind: 'time-out' }] })
    // The next one starts at once, before there is a job for it.
    expect(threads).toHaveLength(2)
    threads[1]!.reply({ type: 'ready' })
    const two = executor.execute(job(1))
    threads[1]!.done()
    expect(await two).toEqual({ kind: 'ran', outcomes: [returned], timeMs: 1 })
  })

  it('does not hear an ended thread', async () => {
    const one = executor.execute(job(1))
    threads[0]!.reply({ type: 'ready' })
    await vi.advanceTimersByTimeAsync(1000)
    await one
    const two = executor.execute(job(1))
    threads[1]!.reply({ type: 'ready' })
    threads[0]!.reply({
      type: 'done',
      id: threads[1]!.requests[0]!.id,
      execution: { kind: 'no-program', timeMs: 1 },
      spent: false,
    })
    threads[0]!.fail('late')
    threads[1]!.done()
    expect((await two).kind).toBe('ran')
  })

  it('takes an answer that waited behind a busy caller', async () => {
    const one = executor.execute(job(1))
    threads[0]!.reply({ type: 'ready' })
    await vi.advanceTimersByTimeAsync(355)
    threads[0]!.done()
    expect(await one).toEqual({ kind: 'ran', outcomes: [returned], timeMs: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(threads[0]!.terminated).toBe(false)
  })

  it('is called off: a candidate is ended with its thread, and one that waits for a thread leaves it starting', async () => {
    const early = new AbortController()
    const waiting = executor.execute(job(1), early.signal)
    early.abort('no longer wanted')
    await expect(waiting).rejects.toBe('no longer wanted')
    expect(threads[0]!.terminated).toBe(false)
    threads[0]!.reply({ type: 'ready' })
    expect(threads[0]!.requests).toEqual([])

    const late = new AbortController()
    const running = executor.execute(job(1), late.signal)
    late.abort('no longer wanted')
    await expect(running).rejects.toBe('no longer wanted')
    expect(threads.map(({ terminated }) => terminated)).toEqual([true, false])
    threads[1]!.reply({ type: 'ready' })
    const next = executor.execute(job(1), new AbortController().signal)
    threads[1]!.done()
    expect((await next).kind).toBe('ran')
    await expect(executor.execute(job(1), AbortSignal.abort('before it began'))).rejects.toBe(
      'before it began',
    )
  })

  it('tells who waits when a thread cannot start or breaks, and tries again', async () => {
    const one = executor.execute(job(1))
    threads[0]!.fail('Its script could not be loaded.')
    await expect(one).rejects.toThrow('The sandbox failed. Its script could not be loaded.')
    const two = executor.execute(job(1))
    threads[1]!.reply({ type: 'ready' })
    threads[1]!.reply({ type: 'failed', id: threads[1]!.requests[0]!.id, message: 'broken' })
    await expect(two).rejects.toThrow('broken')
    const three = executor.execute(job(1))
    const failed = expect(three).rejects.toThrow('did not start in time')
    await vi.advanceTimersByTimeAsync(21_000)
    await failed
    expect(threads.map((thread) => thread.terminated)).toEqual([true, true, true])
  })
})

describe('Pool', () => {
  const begun = () => threads.map((thread) => thread.requests.length)
  let pool: Pool
  beforeEach(() => void (pool = new Pool(watched, 2)))
  afterEach(() => pool.dispose())

  it('runs as many jobs at once as it may, and the others in turn on whichever thread is free', async () => {
    const all = [1, 2, 3].map((steps) => pool.execute(job(steps)))
    expect(threads).toHaveLength(2)
    for (const thread of threads) thread.reply({ type: 'ready' })
    expect(begun()).toEqual([1, 1])
    threads[1]!.done()
    await all[1]
    await vi.advanceTimersByTimeAsync(0)
    expect(begun()).toEqual([1, 2, 0])
    expect(threads[1]!.requests[1]!.job.steps).toHaveLength(3)
    threads[0]!.done()
    threads[1]!.done()
    await Promise.all(all)
  })

  it('has a spare thread ready for the job after a time-out', async () => {
    const alone = new Pool(watched, 1)
    const one = alone.execute(job(1))
    threads[0]!.reply({ type: 'ready' })
    threads[0]!.done()
    await one
    await vi.advanceTimersByTimeAsync(0)
    expect(threads).toHaveLength(2)
    threads[1]!.reply({ type: 'ready' })
    const [silent, next] = [alone.execute(job(1)), alone.execute(job(1))]
    await vi.advanceTimersByTimeAsync(400)
    expect(await silent).toMatchObject({ outcomes: [{ kind: 'time-out' }] })
    expect(begun().slice(0, 2)).toEqual([2, 1])
    threads[1]!.done()
    expect((await next).kind).toBe('ran')
    alone.dispose()
  })

  it('lets what is called off go, and does the others in their turn', async () => {
    const alone = new Pool(watched, 1)
    const off = new AbortController()
    const one = alone.execute(job(1))
    const two = alone.execute(job(2), off.signal)
    const three = alone.execute(job(3))
    threads[0]!.reply({ type: 'ready' })
    off.abort('no longer wanted')
    await expect(two).rejects.toBe('no longer wanted')
    threads[0]!.done()
    await one
    await vi.advanceTimersByTimeAsync(0)
    expect(threads[0]!.requests.map(({ job }) => job.steps.length)).toEqual([1, 3])
    threads[0]!.done()
    await three
    alone.dispose()
  })

  it('rejects everything that waits when it is disposed of', async () => {
    const all = [1, 1, 1].map((steps) => pool.execute(job(steps)))
    threads[0]!.reply({ type: 'ready' })
    pool.dispose()
    for (const each of all) await expect(each).rejects.toThrow('disposed')
    await expect(pool.execute(job(1))).rejects.toThrow('disposed')
    expect(threads.map((thread) => thread.terminated)).toEqual([true, true])
  })
})
