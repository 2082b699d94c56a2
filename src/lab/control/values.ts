/**
 * What the focused attempt's tokens changed: the student of its step writes on from every prefix, many times, and the share
 * that passes is measured. The run itself stays as it was.
 */
import type { EngineEvent } from '../../engine/protocol.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import { selectFocus } from '../state/selectors.ts'
import type { LabState } from '../state/store.ts'
import type { LiveRun } from './live-run.ts'
import { modelHindrance } from './model-hindrance.ts'

export interface ValueControls {
  /** Measure the focused attempt. */
  measure(): void
}

/** Continuations from each prefix: a small model decodes what begins alike once, a large one would write them for minutes. */
const samplesOf = (parameters: number) => (parameters < 1e7 ? 1024 : 8)

export function continuationsOf(state: LabState): number {
  return samplesOf(state.engine.model?.parameters ?? 0)
}

/** Why nothing can be measured now, with the way out; null where it can. */
export function valueHindrance(state: LabState): string | null {
  if (state.source === 'recorded')
    return 'A recording cannot go on writing, so what its tokens changed cannot be measured. Go live with this problem, and ask there.'
  return (
    modelHindrance(
      state,
      'The student writes the continuations, and its model is not there. Load it first.',
    ) ?? (selectFocus(state).attempt?.verdict ? null : 'The attempt has not been judged yet.')
  )
}

export class Values implements ValueControls {
  constructor(
    private readonly handle: StoreHandle,
    private readonly live: LiveRun,
  ) {}

  measure(): void {
    const { state } = this.handle
    const { attempt } = selectFocus(state)
    if (!attempt || state.valuing) return
    const hindrance = valueHindrance(state)
    if (hindrance) return this.handle.notify(hindrance, 'error')
    const requestId = this.live.nextId()
    this.handle.set({ valuing: { attempt: attempt.attempt, requestId } })
    this.live.send({
      type: 'value',
      requestId,
      attempt: attempt.attempt,
      samples: continuationsOf(state),
    })
  }

  onEngineEvent(event: EngineEvent): void {
    const asked = this.handle.state.valuing
    if (!asked) return
    const answered = event.type === 'valued' && event.requestId === asked.requestId
    const failed =
      event.type === 'fault' &&
      (event.during === 'value' || event.during === 'load') &&
      event.id === asked.requestId
    if (answered || failed || event.type === 'released') this.handle.set({ valuing: null })
  }
}
