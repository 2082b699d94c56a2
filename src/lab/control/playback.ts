/**
 * Time: a player for the recorded run and one for the live run, and what the transport does with the one
 * that is shown. At the live end the next act is the engine's to do.
 */
import { Player, type Clock } from '../run/player.ts'
import { firstPassStop, sessionAt, type Session, type Source } from '../run/session.ts'
import type { StoreHandle } from '../state/state-handle.ts'

export class Playback {
  private readonly players: Record<Source, Player>

  constructor(
    private readonly handle: StoreHandle,
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
    const { source } = this.handle.state
    const player = this.players[source]
    doing(player)
    const { playing, target } = player
    this.handle.session(source, (session) => ({ ...session, playing, target }))
  }

  /** The picture of a run at a moment. */
  show(source: Source, playhead: number, decoding: Session['decoding']): void {
    this.handle.session(source, (session) => {
      const following = playhead >= session.log.length
      return {
        ...sessionAt(session, playhead, following && !decoding ? session.decoding : decoding),
        following,
      }
    })
  }

  private playerOf(source: Source, clock: Clock): Player {
    const { handle } = this
    const sync = () =>
      handle.session(source, (session) => {
        const { playing, target } = this.players[source]
        return session.playing === playing && session.target === target
          ? session
          : { ...session, playing, target }
      })
    return new Player(
      {
        events: () => handle.state[source].log,
        stops: () => handle.state[source].stops,
        playhead: () => handle.state[source].playhead,
        reduced: () => handle.state.reducedMotion,
        speed: () => handle.state.settings.speed,
        restsAt: () => firstPassStop(handle.state[source])?.at ?? null,
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
