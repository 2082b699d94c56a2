/** The watchdog and the queue, with threads that misbehave on command. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Job } from './job.ts'
import { WatchedExecutor } from './watched.ts'
import type { SandboxReply, SandboxRequest } from './watched.ts'

const job = (steps: number): Job => ({ program: { language: 'javascript', shape: { kind: 'expression', parameters: ['x'] }, code: 'x' }, steps: Array.from({ length: steps }, () => ({ kind: 'args', args: [0] })), limits: { timeMs: 100, memoryBytes: 1, outputChars: 1 } })
const returned = { kind: 'returned', value: '1', printed: '' } as const

class FakeThread {
  readonly requests: SandboxRequest[] = []
  terminated = false
  constructor(readonly reply: (message: SandboxReply) => void, readonly fail: (message: string) => void) {}
  post(request: SandboxRequest): void {
    this.requests.push(request)
  }
  terminate(): void {
    this.terminated = true
  }
  done(i = this.requests.length - 1): void {
    this.reply({ type: 'done', id: this.requests[i]!.id, execution: { kind: 'ran', outcomes: [returned], timeMs: 1 }, spent: false })
  }
}

describe('WatchedExecutor', () => {
  let threads: FakeThread[]
  let executor: WatchedExecutor
  beforeEach(() => {
    vi.useFakeTimers()
    threads = []
    executor = new WatchedExecutor((reply, fail) => {
      const thread = new FakeThread(reply, fail)
      threads.push(thread)
      return thread
    })
  })
  afterEach(() => {
    executor.dispose()
    vi.useRealTimers()
  })

  it('starts one thread, waits for it, and gives it one job at a time', async () => {
    expect(threads).toHaveLength(0)
    const [one, two] = [executor.execute(job(1)), executor.execute(job(1))]
    expect(threads.map((thread) => thread.requests.length)).toEqual([0])
    threads[0]!.reply({ type: 'ready' })
    expect(threads[0]!.requests).toHaveLength(1)
    threads[0]!.done()
    await one
    expect(threads[0]!.requests).toHaveLength(2)
    threads[0]!.done()
    await two
    expect(threads).toHaveLength(1)
  })

  it('ends a silent thread after limit and grace, keeps the tests that had ended, and goes on with another', async () => {
    const [one, two] = [executor.execute(job(3)), executor.execute(job(1))]
    threads[0]!.reply({ type: 'ready' })
    threads[0]!.reply({ type: 'outcome', id: threads[0]!.requests[0]!.id, outcome: returned })
    await vi.advanceTimersByTimeAsync(340)
    expect(threads[0]!.terminated).toBe(false)
    await vi.advanceTimersByTimeAsync(60)
    expect(threads[0]!.terminated).toBe(true)
    expect(await one).toMatchObject({ kind: 'ran', outcomes: [returned, { kind: 'time-out' }] })
    expect(threads).toHaveLength(2)
    threads[1]!.reply({ type: 'ready' })
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
    threads[0]!.reply({ type: 'done', id: threads[1]!.requests[0]!.id, execution: { kind: 'no-program', timeMs: 1 }, spent: false })
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

  it('rejects everything that waits when it is disposed of', async () => {
    const all = [executor.execute(job(1)), executor.execute(job(1))]
    threads[0]!.reply({ type: 'ready' })
    executor.dispose()
    for (const each of all) await expect(each).rejects.toThrow('disposed')
    await expect(executor.execute(job(1))).rejects.toThrow('disposed')
    expect(threads[0]!.terminated).toBe(true)
  })
})
