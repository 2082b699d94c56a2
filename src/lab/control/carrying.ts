/**
 * Words that were put in a judge's mouth beside a recording are read by the model itself: its run is made again, act
 * by act, up to the attempt that they are about, and the words are brought along. The same seed and settings make the
 * same attempt.
 */
import { choiceId } from '../../engine/model-choice.ts'
import { attemptOf } from '../run/view.ts'
import { selectConfig, selectFocus, selectProblem, selectWhole } from '../state/selectors.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import type { LiveRun } from './live-run.ts'

export interface CarryControls {
  /** Makes the recorded run in view live up to its attempt, with the words beside it; where it is another model's, goes live. */
  readLive(): void
}

export class Carrying implements CarryControls {
  private going = false

  constructor(
    private readonly handle: StoreHandle,
    private readonly run: Pick<LiveRun, 'begin' | 'go'>,
    private readonly goLive: () => void,
  ) {}

  readLive(): void {
    const { state } = this.handle
    const { attempt } = selectFocus(state)
    const problem = selectProblem(state)
    const recorded = selectWhole(state)
    if (state.source === 'live' || !attempt || !problem || !recorded.config) return this.goLive()
    if (recorded.model && recorded.model.id !== choiceId(state.engine.choice)) {
      this.goLive()
      return this.handle.notify(
        `The recording is of ${recorded.model.name}: choose that model to have it read the words.`,
        'info',
        ['models'],
      )
    }
    const config = selectConfig(state)
    const { edited, swapped } = state.hindsight
    this.handle.set({
      source: 'live',
      problem,
      carried: { problem, seed: config.seed, attempt: attempt.attempt, edited, swapped },
    })
    this.run.begin(config, 'advance')
  }

  /** Called after every change: the next act, until the attempt is there and has been read. A pause ends it. */
  goOn(): void {
    const { carried, source, engine, live } = this.handle.state
    if (!carried || live.log.length === 0) return
    const arrived = attemptOf(live.whole, carried.attempt)
    if (source !== 'live' || engine.phase === 'pausing' || live.whole.finished !== null || arrived?.positions)
      return this.handle.set({
        carried: null,
        ...(arrived && source === 'live'
          ? { focus: { attempt: carried.attempt, token: null, hovered: null } }
          : {}),
      })
    if (arrived && this.handle.state.focus.attempt !== carried.attempt)
      return this.handle.set({ focus: { attempt: carried.attempt, token: null, hovered: null } })
    if (engine.phase !== 'ready' || this.going) return
    // To go on changes the state, of which this is told.
    this.going = true
    this.run.go('advance')
    this.going = false
  }
}
