/**
 * Time: a player for the recorded run and one for the live run, and what the transport does with the one
 * that is shown. At the live end the next act is the engine's to do.
 */
import type { Beat } from '../../engine/protocol.ts'
import { stopBefore } from '../run/beats.ts'
import type { LiveRun } from './live-run.ts'
import { Player, type Clock } from '../run/player.ts'
import { selectSession } from '../state/selectors.ts'
import { sessionAt, type Session, type Source } from '../run/session.ts'
import type { Desk } from '../state/desk.ts'
import { primaryOf } from '../words/status.ts'

export interface TimeControls {
  /** What the primary button says (status.ts). */
  primary(): void
  /** The next act: plays it, or at the live end asks the engine for it. */
  nextAct(): void
  previousAct(): void
  togglePlay(): void
  /** Put the playhead after `events` events. */
  seek(events: number): void
  /** To an act of a step, as far as it is known; the act that is shown now when none is named. */
  seekStep(step: number, beat?: Beat): void
  seekEnd(): void
}

export class Playback {
  private readonly players: Record<Source, Player>

  constructor(
    private readonly desk: Desk,
    clock: Clock,
  ) {
    this.players = { recorded: this.playerOf('recorded', clock), live: this.playerOf('live', clock) }
  }

  dispose(): void {
    for (const player of Object.values(this.players)) player.halt()
  }

  /** Halt whatever the player does with a run: the shown one, unless another is named. */
  halt(source?: Source): void {
    if (source) this.players[source].halt()
    else this.play((player) => player.halt())
  }

  /** Do something with the player of the shown run, and show its state. */
  play(doing: (player: Player) => void): void {
    const { source } = this.desk.state
    const player = this.players[source]
    doing(player)
    const { playing, target } = player
    this.desk.session(source, (session) => ({ ...session, playing, target }))
  }

  /** The picture of a run at a moment. */
  show(source: Source, playhead: number, decoding: Session['decoding']): void {
    this.desk.session(source, (session) => {
      const following = playhead >= session.log.length
      return {
        ...sessionAt(session, playhead, following && !decoding ? session.decoding : decoding),
        following,
      }
    })
  }

  private playerOf(source: Source, clock: Clock): Player {
    const { desk } = this
    const sync = () =>
      desk.session(source, (session) => {
        const { playing, target } = this.players[source]
        return session.playing === playing && session.target === target
          ? session
          : { ...session, playing, target }
      })
    return new Player(
      {
        events: () => desk.state[source].log.events,
        stops: () => desk.state[source].stops,
        playhead: () => desk.state[source].playhead,
        reduced: () => desk.state.reducedMotion,
        show: (playhead, decoding) => {
          this.show(source, playhead, decoding)
          sync()
        },
        rested: () => sync(),
      },
      clock,
    )
  }
}

export function timeControls(desk: Desk, playback: Playback, live: LiveRun): TimeControls {
  const session = () => selectSession(desk.state)
  const seek = (events: number) => {
    playback.halt()
    playback.show(desk.state.source, events, null)
  }
  const replay = () => {
    seek(0)
    playback.play((player) => player.play())
  }
  const nextAct = () => {
    const { playhead, log } = session()
    if (playhead < log.length) return playback.play((player) => player.act())
    if (desk.state.source === 'live' && primaryOf(desk.state).kind === 'act') live.go('advance')
  }
  return {
    primary() {
      const primary = primaryOf(desk.state)
      switch (primary.kind) {
        case 'act':
          return nextAct()
        case 'load':
        case 'retry':
          return live.load()
        case 'pause':
          return session().playing ? playback.halt() : live.pause()
        case 'resume':
          return live.resume()
        case 'replay':
          return replay()
        case 'extend':
          return live.extend()
        case 'loading':
        case 'pausing':
        case 'none':
          return
        default:
          primary satisfies never
      }
    },
    nextAct,
    previousAct() {
      const { stops, playhead } = session()
      seek(stopBefore(stops, playhead)?.at ?? 0)
    },
    togglePlay() {
      const { playing, playhead, log, whole } = session()
      if (playing) return playback.halt()
      if (playhead < log.length) return playback.play((player) => player.play())
      if (desk.state.source === 'recorded' || whole.finished !== null) return replay()
      if (desk.state.engine.phase === 'running') return live.pause()
      live.go('play')
    },
    seek,
    seekStep(step, beat) {
      const { stops, playhead } = session()
      const wanted = beat ?? stopBefore(stops, playhead + 1)?.beat ?? 'score'
      const own = stops.filter((stop) => stop.step === step)
      const known = own.length > 0 ? own : stops.slice(-1)
      const stop = known.find((s) => s.beat === wanted) ?? known.at(-1)
      if (stop) seek(stop.at)
    },
    seekEnd: () => seek(session().log.length),
  }
}
