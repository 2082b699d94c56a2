/** A live run is shown with pictures of the screen, some way apart, and all that was said is shown. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { header, liveEvents, scripted, state } from '../lab.testing.ts'
import { selectSession } from '../state/selectors.ts'
import { pageFrame } from './frame.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 16))
  vi.stubGlobal('cancelAnimationFrame', clearTimeout)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe("the page's pictures", () => {
  it('come after the wait, and can be called off before it and after', () => {
    const shown: string[] = []
    pageFrame(() => shown.push('soon'), 0)
    pageFrame(() => shown.push('later'), 100)
    const offWaiting = pageFrame(() => shown.push('never'), 100)
    vi.advanceTimersByTime(20)
    expect(shown).toEqual(['soon'])
    offWaiting()
    const offDrawing = pageFrame(() => shown.push('never'), 0)
    offDrawing()
    vi.advanceTimersByTime(79)
    expect(shown).toEqual(['soon'])
    vi.advanceTimersByTime(40)
    expect(shown).toEqual(['soon', 'later'])
  })
})

describe('a live run at full speed', () => {
  it('is shown ten times a second at most, and whole in the end', () => {
    const { lab, engine } = scripted()
    lab.live.start({})
    let pictures = 0
    let events = 0
    lab.store.subscribe((now) => {
      if (now.live.log.length > events) pictures++
      events = now.live.log.length
    })
    engine.run(header)
    const acts = liveEvents.slice(1)
    // An event every 10 ms.
    for (const event of acts) {
      engine.run(event)
      vi.advanceTimersByTime(10)
    }
    expect(acts.length).toBeGreaterThan(40)
    expect(pictures).toBeLessThanOrEqual(acts.length / 10 + 4)
    vi.advanceTimersByTime(200)
    expect(selectSession(state(lab)).log.events).toEqual(liveEvents)
  })

  it('is shown less often where pictures take long', () => {
    const { lab, engine } = scripted()
    lab.live.start({})
    const pictures: number[] = []
    const clock = performance.now.bind(performance)
    const slowMs = 75
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + slowMs * pictures.length)
    vi.stubGlobal('requestAnimationFrame', (draw: () => void) =>
      setTimeout(() => {
        const begun = performance.now()
        draw()
        pictures.push(begun)
      }, 16),
    )
    for (const event of liveEvents) {
      engine.run(event)
      vi.advanceTimersByTime(40)
    }
    vi.restoreAllMocks()
    const apart = pictures.slice(1).map((at, i) => at - pictures[i]!)
    expect(apart.length).toBeGreaterThan(2)
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(4 * slowMs)
  })
})
