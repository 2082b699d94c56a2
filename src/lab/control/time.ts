/** What the transport does with the run that is shown. At the live end the next act is the engine's to do. */
import type { NextStep } from '../../diagnosis/findings.ts'
import type { Stage } from '../../engine/protocol.ts'
import { stopBefore } from '../run/stages.ts'
import { revealed, type Session } from '../run/session.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import { selectProblem, selectSession } from '../state/selectors.ts'
import { primaryOf } from '../words/status.ts'
import type { LiveRun } from './live-run.ts'
import type { Playback } from './playback.ts'

export interface TimeControls {
  /** What the primary button says (status.ts). */
  primary(): void
  /** What a diagnosis says to do next with a live run. */
  mend(next: NextStep): void
  /** The next act: plays it, or at the live end asks the engine for it. */
  nextAct(): void
  previousAct(): void
  togglePlay(): void
  /** Put the playhead after `events` events. */
  seek(events: number): void
  /** To an act of a step, as far as it is known; the act that is shown now when none is named. */
  seekStep(step: number, stage?: Stage): void
  seekEnd(): void
  /** The same as `seekStep`, of who goes through the whole of a run, which is shown from then on. */
  scrub(step: number): void
}

export class Time implements TimeControls {
  constructor(
    private readonly handle: StoreHandle,
    private readonly playback: Playback,
    private readonly live: LiveRun,
  ) {}

  primary(): void {
    const { playback, live } = this
    const primary = primaryOf(this.handle.state)
    switch (primary.kind) {
      case 'act':
        return this.nextAct()
      case 'load':
      case 'retry':
        return live.load()
      case 'pause':
        return this.session.playing ? playback.halt() : live.pause()
      case 'resume':
        return live.resume()
      case 'replay':
        return this.replay()
      case 'extend':
        return live.extend()
      case 'mend':
        return this.mend(primary.next)
      case 'loading':
      case 'pausing':
      case 'none':
        return
      default:
        primary satisfies never
    }
  }

  mend(next: NextStep): void {
    const { handle, live } = this
    switch (next.kind) {
      case 'rewind':
        return live.rewind(next.step)
      case 'length':
        return live.begin({ maxNewTokens: next.maxNewTokens }, 'advance')
      case 'edit':
        return handle.set({ edited: selectProblem(handle.state), panel: 'problem-editor' })
      case 'model':
        return handle.set({ panel: 'model' })
      case 'extend':
        return live.extend()
      default:
        next satisfies never
    }
  }

  nextAct(): void {
    const { playhead, log } = this.session
    if (playhead < log.length) return this.playback.play((player) => player.act())
    const { state } = this.handle
    if (state.source === 'live' && primaryOf(state).kind === 'act') this.live.go('advance')
  }

  previousAct(): void {
    const { stops, playhead } = this.session
    this.seek(stopBefore(stops, playhead)?.at ?? 0)
  }

  togglePlay(): void {
    const { playing, playhead, log, whole } = this.session
    if (playing) return this.playback.halt()
    if (playhead < log.length) return this.playback.play((player) => player.play())
    const { source, engine } = this.handle.state
    if (source === 'recorded' || whole.finished !== null) return this.replay()
    if (engine.phase === 'running') return this.live.pause()
    this.live.go('play')
  }

  seek(events: number): void {
    this.playback.halt()
    this.playback.show(this.handle.state.source, events, null)
  }

  seekStep(step: number, stage?: Stage): void {
    const { stops, playhead } = this.session
    const wanted = stage ?? stopBefore(stops, playhead + 1)?.stage ?? 'score'
    const own = stops.filter((stop) => stop.step === step)
    const known = own.length > 0 ? own : stops.slice(-1)
    const stop = known.find((s) => s.stage === wanted) ?? known.at(-1)
    if (stop) this.seek(stop.at)
  }

  seekEnd(): void {
    this.seek(this.session.log.length)
  }

  scrub(step: number): void {
    if (this.session.known !== this.session.whole) this.handle.session(this.handle.state.source, revealed)
    this.seekStep(step)
  }

  private get session(): Session {
    return selectSession(this.handle.state)
  }

  private replay(): void {
    this.seek(0)
    this.playback.play((player) => player.play())
  }
}
