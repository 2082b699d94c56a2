/**
 * Time: a player for the recorded run and one for the live run, and what the transport does with the one
 * that is shown. At the live end the next act is the engine's to do.
 */
import { Player, type Clock } from '../run/player.ts'
import { sessionAt, type Session, type Source } from '../run/session.ts'
import type { Desk } from '../state/desk.ts'

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
