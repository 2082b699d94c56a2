/**
 * Moves a playhead through known events, one act at a time: a short act, then a pause to look. Time
 * is only ever a position in the log, so halting anywhere leaves a true picture. Without motion an
 * act is one jump.
 */
import type { Stage, RunEvent } from '../../engine/protocol.ts'
import { stageOf } from '../../engine/stage-of.ts'
import { stopAfter, type Events, type Stop } from './stages.ts'

export interface Clock {
  /** Calls back after a delay; returns what cancels it. */
  after(ms: number, callback: () => void): () => void
}

export const pageClock: Clock = {
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}

/** Milliseconds of each act, and of the look that follows it. */
const actMs: Readonly<Record<Stage, number>> = {
  sample: 900,
  judge: 500,
  reprompt: 400,
  score: 600,
  update: 600,
}
const lookMs: Readonly<Record<Stage, number>> = {
  sample: 500,
  judge: 900,
  reprompt: 1100,
  score: 1600,
  update: 900,
}
/** The first update of a playing is looked at for longer: its sentences are new. */
const firstTempo = 2
/** Every further update of one playing is this much quicker, down to `quickest`. */
const hurry = 0.8
const quickest = 0.25
/** No two frames nearer than this. */
const frameMs = 30

/** The picture at a moment of an act: a playhead, and tokens half decoded. */
export interface Frame {
  ms: number
  playhead: number
  decoding: { step: number; tokens: number[][] } | null
}

/** An act as frames, the last one its stop. */
export function framesOf(log: Events, from: number, stop: Stop, duration: number): Frame[] {
  const events = log.slice(from, stop.at)
  const end: Frame = { ms: duration, playhead: stop.at, decoding: null }
  if (duration <= 0) return [{ ...end, ms: 0 }]
  const inside =
    stop.stage === 'sample'
      ? decodingFrames(events, from, stop, duration)
      : stepwise(events, from, stop, duration)
  const spaced: Frame[] = []
  for (const frame of inside)
    if (frame.ms - (spaced.at(-1)?.ms ?? 0) >= frameMs && frame.ms < duration) spaced.push(frame)
  return [...spaced, end]
}

function stepwise(act: readonly RunEvent[], from: number, stop: Stop, duration: number): Frame[] {
  const telling = act.flatMap((event, i) => (stageOf(event) === stop.stage ? [from + i + 1] : []))
  return telling.map((playhead, k) => ({
    ms: ((k + 1) / telling.length) * duration,
    playhead,
    decoding: null,
  }))
}

/** All attempts of a step grow together, as they are decoded. */
function decodingFrames(act: readonly RunEvent[], from: number, stop: Stop, duration: number): Frame[] {
  const offset = act.findIndex((event) => event.type === 'step-started')
  const started = act[offset]
  if (started?.type !== 'step-started') return stepwise(act, from, stop, duration)
  const byAttempt = new Map(
    act.flatMap((event) =>
      event.type === 'attempt-sampled' ? [[event.attempt, event.tokens] as const] : [],
    ),
  )
  const rows = started.attempts.map((attempt) => byAttempt.get(attempt) ?? [])
  const longest = rows.reduce((most, row) => Math.max(most, row.length), 0)
  return Array.from({ length: longest }, (_, k) => ({
    ms: ((k + 1) / (longest + 1)) * duration,
    playhead: from + offset + 1,
    decoding: { step: started.step, tokens: rows.map((row) => row.slice(0, k + 1)) },
  }))
}

export interface Playable {
  events(): Events
  stops(): readonly Stop[]
  playhead(): number
  /** Draw nothing between: jump to each stop. */
  reduced(): boolean
  /** How many times as fast as usual. */
  speed(): number
  /** Where playing comes to rest though more is known: there is something that is not to be missed. Null: nowhere. */
  restsAt(): number | null
  show(playhead: number, decoding: Frame['decoding']): void
  /** Playing has come to rest: at the end of what is known, or of its one act. */
  rested(atEnd: boolean): void
}

export class Player {
  private cancel: (() => void) | null = null
  /** Where the act under way ends; null at rest. */
  target: Stop | null = null
  private going = false
  private tempo = 1

  constructor(
    private readonly playable: Playable,
    private readonly clock: Clock,
  ) {}

  /** Going on from act to act. */
  get playing(): boolean {
    return this.going
  }

  /** Play the next act and rest. Pressed again during an act: that act is done at once. */
  act(): void {
    const late = this.target
    this.halt()
    if (late) this.playable.show(late.at, null)
    this.tempo = 1
    this.perform()
  }

  /** Play on to the end of what is known. */
  play(): void {
    this.halt()
    this.going = true
    this.tempo = firstTempo
    this.perform()
  }

  /** Stop where it is; an act under way stays half done, which is a true moment too. */
  halt(): void {
    this.cancel?.()
    this.cancel = null
    this.target = null
    this.going = false
  }

  private perform(): void {
    const from = this.playable.playhead()
    const stop = stopAfter(this.playable.stops(), from)
    if (!stop) {
      this.halt()
      this.playable.rested(true)
      return
    }
    this.target = stop
    const frames = framesOf(
      this.playable.events(),
      from,
      stop,
      this.playable.reduced() ? 0 : (actMs[stop.stage] * Math.min(1, this.tempo)) / this.playable.speed(),
    )
    this.frame(frames, 0, 0, stop)
  }

  private frame(frames: readonly Frame[], index: number, at: number, stop: Stop): void {
    const frame = frames[index]!
    const show = () => {
      this.cancel = null
      const last = index === frames.length - 1
      if (last) this.target = null
      this.playable.show(frame.playhead, frame.decoding)
      if (last) this.look(stop)
      else this.frame(frames, index + 1, frame.ms, stop)
    }
    const wait = frame.ms - at
    if (wait <= 0) show()
    else this.cancel = this.clock.after(wait, show)
  }

  private look(stop: Stop): void {
    if (!this.going) return this.playable.rested(false)
    if (!stopAfter(this.playable.stops(), this.playable.playhead())) {
      this.halt()
      return this.playable.rested(true)
    }
    if (this.playable.restsAt() === stop.at) {
      this.halt()
      return this.playable.rested(false)
    }
    const wait = (lookMs[stop.stage] * this.tempo) / this.playable.speed()
    if (stop.stage === 'update') this.tempo = this.tempo > 1 ? 1 : Math.max(quickest, this.tempo * hurry)
    this.cancel = this.clock.after(wait, () => {
      this.cancel = null
      this.perform()
    })
  }
}
