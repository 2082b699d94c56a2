import { describe, expect, it } from 'vitest'
import { stopsOf } from './stages.ts'
import { framesOf, Player, type Clock } from './player.ts'
import { sampleRun } from '../../engine/scripted-run.testing.ts'

const events = sampleRun({ steps: 2, attempts: 2, tokens: 4 })
const stops = stopsOf(events)

/** A clock that moves when told. */
class HandClock implements Clock {
  now = 0
  private waiting: { at: number; callback: () => void }[] = []

  after(ms: number, callback: () => void) {
    const entry = { at: this.now + ms, callback }
    this.waiting.push(entry)
    return () => void (this.waiting = this.waiting.filter((other) => other !== entry))
  }

  pass(ms: number) {
    const end = this.now + ms
    for (;;) {
      const next = this.waiting.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.waiting = this.waiting.filter((entry) => entry !== next)
      this.now = next.at
      next.callback()
    }
    this.now = end
  }
}

function playable(reduced = false, { speed = 1, restsAt = null as number | null } = {}) {
  const clock = new HandClock()
  const shown: { playhead: number; decoding: unknown }[] = []
  const state = { playhead: 0, rests: [] as boolean[], shown, clock }
  const player = new Player(
    {
      events: () => events,
      stops: () => stops,
      playhead: () => state.playhead,
      reduced: () => reduced,
      speed: () => speed,
      restsAt: () => restsAt,
      show: (playhead, decoding) => {
        state.playhead = playhead
        shown.push({ playhead, decoding })
      },
      rested: (atEnd) => void state.rests.push(atEnd),
    },
    clock,
  )
  return {
    ...state,
    player,
    get playhead() {
      return state.playhead
    },
  }
}

describe('frames of an act', () => {
  it('end at the stop, in order of time, each at a true moment', () => {
    let from = 0
    for (const stop of stops) {
      const frames = framesOf(events, from, stop, 600)
      expect(frames.at(-1)).toEqual({ ms: 600, playhead: stop.at, decoding: null })
      frames.forEach((frame, i) => {
        expect(frame.ms).toBeGreaterThan(i === 0 ? 0 : frames[i - 1]!.ms)
        expect(frame.playhead).toBeGreaterThanOrEqual(from)
        expect(frame.playhead).toBeLessThanOrEqual(stop.at)
      })
      from = stop.at
    }
  })

  it('decode all attempts together', () => {
    const tokens = framesOf(events, 0, stops[0]!, 900).flatMap((frame) =>
      frame.decoding ? [frame.decoding.tokens.map((row) => row.length)] : [],
    )
    expect(tokens).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ])
  })

  it('are one jump without motion', () => {
    expect(framesOf(events, 0, stops[0]!, 0)).toEqual([{ ms: 0, playhead: stops[0]!.at, decoding: null }])
  })
})

describe('the player', () => {
  it('plays one act and rests', () => {
    const s = playable()
    s.player.act()
    expect(s.player.target).toEqual(stops[0])
    s.clock.pass(5000)
    expect(s.playhead).toBe(stops[0]!.at)
    expect(s.player.target).toBeNull()
    expect(s.rests).toEqual([false])
  })

  it('asked again during an act, finishes it at once and plays the next', () => {
    const s = playable()
    s.player.act()
    s.clock.pass(100)
    s.player.act()
    expect(s.playhead).toBe(stops[0]!.at)
    s.clock.pass(5000)
    expect(s.playhead).toBe(stops[1]!.at)
  })

  it('plays on to the end with a look after every act, then rests', () => {
    const s = playable()
    s.player.play()
    s.clock.pass(1000)
    expect(s.playhead).toBe(stops[0]!.at)
    s.clock.pass(60_000)
    expect(s.playhead).toBe(events.length)
    expect(s.player.playing).toBe(false)
    expect(s.rests).toEqual([true])
    expect(s.shown.map((frame) => frame.playhead)).toEqual(
      [...s.shown.map((frame) => frame.playhead)].sort((a, b) => a - b),
    )
  })

  it('rests where there is something to see, and goes on from there', () => {
    const s = playable(false, { restsAt: stops[1]!.at })
    s.player.play()
    s.clock.pass(60_000)
    expect(s.playhead).toBe(stops[1]!.at)
    expect(s.player.playing).toBe(false)
    expect(s.rests).toEqual([false])
    s.player.play()
    s.clock.pass(60_000)
    expect(s.playhead).toBe(events.length)
  })

  it('looks at the first update for longer than at the next, and takes a quarter of the time at four times the speed', () => {
    const took = (speed: number) => {
      const s = playable(false, { speed })
      const at: number[] = []
      s.player.play()
      for (let ms = 0; s.player.playing; ms += 5) {
        s.clock.pass(5)
        if (s.playhead >= (stops[at.length]?.at ?? Infinity)) at.push(ms)
      }
      return at
    }
    const usual = took(1)
    const [first, second] = [usual[4]! - usual[0]!, usual[9]! - usual[5]!]
    expect(first / second).toBeGreaterThan(1.5)
    expect(usual.at(-1)! / took(4).at(-1)!).toBeCloseTo(4, 0)
    expect(usual.at(-1)! / took(0.5).at(-1)!).toBeCloseTo(0.5, 1)
  })

  it('halts where it is and goes on from there', () => {
    const s = playable()
    s.player.play()
    s.clock.pass(200)
    s.player.halt()
    const held = s.playhead
    s.clock.pass(60_000)
    expect(s.playhead).toBe(held)
    s.player.act()
    s.clock.pass(60_000)
    expect(s.playhead).toBe(stops[0]!.at)
  })

  it('without motion jumps from stop to stop', () => {
    const s = playable(true)
    s.player.act()
    expect(s.playhead).toBe(stops[0]!.at)
    expect(s.shown).toHaveLength(1)
    s.player.play()
    s.clock.pass(60_000)
    expect(s.shown.map((frame) => frame.playhead)).toEqual(stops.map((stop) => stop.at))
  })

  it('at the end has nothing to play', () => {
    const s = playable(true)
    s.player.play()
    s.clock.pass(60_000)
    s.player.act()
    expect(s.player.target).toBeNull()
    expect(s.rests).toEqual([true, true])
  })
})
