/** A run is kept whole whatever the storage does meanwhile, and by one tab. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ScriptedEngine } from '../../engine/scripted.testing.ts'
import { letterRun } from '../../sdpo/fake-model.testing.ts'
import { History } from '../history/run-history.ts'
import { memoryStore } from '../history/async-store.testing.ts'
import type { AsyncStore } from '../history/async-store.ts'
import { liveEvents, make, ready, settled, state, status } from '../lab.testing.ts'
import type { LabDeps } from '../lab.ts'

/** A storage that a test has fail, or not answer, for a while. */
function moody() {
  const inner = memoryStore()
  const mood = { now: 'well' as 'well' | 'full' | 'silent', answer: () => undefined as void }
  const shelf: AsyncStore = {
    ...inner,
    async write(change) {
      if (mood.now === 'full') throw new DOMException('full', 'QuotaExceededError')
      if (mood.now === 'silent') await new Promise<void>((resolve) => (mood.answer = resolve))
      return inner.write(change)
    },
  }
  return { shelf, mood }
}

function live(change: Partial<LabDeps>) {
  const engine = new ScriptedEngine((command) => (command.type === 'load' ? [ready] : []))
  const lab = make({ createEngine: () => engine, ...change })
  lab.choices.setSource('live')
  lab.live.load()
  lab.live.start()
  return { lab, engine }
}

const kept = async (shelf: AsyncStore) => {
  const history = new History(shelf)
  const [run] = await history.list()
  return run ? history.read(run.id) : []
}

describe('what a storage could not keep for a while', () => {
  it.each([
    [1, 9],
    [1, 30],
    [9, 20],
    [20, liveEvents.length - 1],
  ])('is kept with what comes after: it failed from event %i to %i', async (from, to) => {
    const { shelf, mood } = moody()
    const { lab, engine } = live({ runStore: shelf })
    for (const [i, event] of liveEvents.entries()) {
      mood.now = i >= from && i < to ? 'full' : 'well'
      engine.run(event)
      await settled()
    }
    expect(await kept(shelf)).toEqual(liveEvents)
    expect(state(lab).history).toMatchObject([{ attempts: state(lab).live.whole.sampled }])
  })

  it('is kept once there is room again, although the run says nothing more', async () => {
    vi.useFakeTimers()
    const { shelf, mood } = moody()
    const { engine } = live({ runStore: shelf })
    mood.now = 'full'
    engine.run(...liveEvents)
    await vi.advanceTimersByTimeAsync(7000)
    expect(await kept(shelf)).toEqual([])
    mood.now = 'well'
    await vi.advanceTimersByTimeAsync(7000)
    expect(await kept(shelf)).toEqual(liveEvents)
    vi.useRealTimers()
  })

  it('is told again where it fails again', async () => {
    const { shelf, mood } = moody()
    const { lab, engine } = live({ runStore: shelf })
    const steps = liveEvents.flatMap((event, i) => (event.type === 'step-started' ? [i] : []))
    for (const [i, event] of liveEvents.entries()) {
      mood.now = i === steps[1] || i === liveEvents.length - 1 ? 'full' : 'well'
      engine.run(event)
      await settled()
      if (i === steps[1]) {
        expect(state(lab).notices).toHaveLength(1)
        lab.notices.dismiss(state(lab).notices[0]!.id)
      }
    }
    expect(state(lab).notices).toMatchObject([{ text: expect.stringContaining('no room left') as string }])
  })
})

describe('a storage that does not answer', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('holds the run back, which is said; is given up after a while, which is said; and keeps all once it answers', async () => {
    const { shelf, mood } = moody()
    const { lab, engine } = live({ runStore: shelf })
    const second = liveEvents.findIndex((event) => event.type === 'step-started' && event.step === 2)
    engine.run(...liveEvents.slice(0, second))
    const { run } = letterRun({ stop: 'budget', budget: 400 })
    for (let i = 0; i < 5; i++) await run.advance()
    mood.now = 'silent'
    let told = false
    void engine
      .keep({ problem: state(lab).live.whole.problem!, run: run.keep(), weights: [] })
      ?.then(() => (told = true))
    await vi.advanceTimersByTimeAsync(2000)
    expect(status(lab)).toBe('The run waits until the browser has kept update 1')
    expect(told).toBe(false)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(told).toBe(true)
    expect(status(lab)).not.toContain('waits')
    expect(state(lab).notices.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('storage does not answer'),
    )
    mood.now = 'well'
    engine.run(...liveEvents.slice(second))
    mood.answer()
    await vi.advanceTimersByTimeAsync(100)
    lab.problems.choose(state(lab).presets[1]!)
    await vi.advanceTimersByTimeAsync(100)
    expect(await kept(shelf)).toEqual(liveEvents)
  })
})

/** Locks as the tabs of one browser share them. */
function sharedLocks() {
  const held = new Set<string>()
  return {
    async request(name: string, _: object, callback: (lock: unknown) => Promise<void> | undefined) {
      if (held.has(name)) return callback(null)
      held.add(name)
      await callback({})
      held.delete(name)
    },
  }
}

describe('two tabs on one run', () => {
  it('one goes on with it, the other watches until that is gone', async () => {
    const [shelf, locks] = [memoryStore(), sharedLocks()]
    const first = live({ runStore: shelf, locks })
    const { run } = letterRun({ stop: 'budget', budget: 400 })
    for (let i = 0; i < 5; i++) await run.advance()
    const end = liveEvents.findIndex((event) => event.type === 'step-started' && event.step === 2)
    first.engine.run(...liveEvents.slice(0, end))
    await first.engine.keep({
      problem: state(first.lab).live.whole.problem!,
      run: run.keep(),
      weights: [0, 1].map((step) => [step, run.weightsAfter(step)!]),
    })
    const engine = new ScriptedEngine((command) => (command.type === 'load' ? [ready] : []))
    const second = make({ runStore: shelf, locks, createEngine: () => engine })
    await settled()
    const [summary] = state(second).history
    await second.keptRuns.resume(summary!.id)
    expect(state(second).source).toBe('recorded')
    expect(state(second).recorded.whole.steps).toHaveLength(1)
    expect(state(second).notices.at(-1)!.text).toContain('goes on in another tab')
    expect(engine.resumed).toBeNull()

    first.lab.problems.choose(state(first.lab).presets[1]!)
    await settled()
    second.choices.setSource('live')
    second.live.load()
    await second.keptRuns.resume(summary!.id)
    expect(state(second).source).toBe('live')
    expect(engine.resumed?.run.completed).toBe(1)
  })
})
