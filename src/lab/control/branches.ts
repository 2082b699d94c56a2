/**
 * Branches: the attempt in focus goes on with another token in place of one of its own. The student of
 * its step writes on, the judge judges, the teacher re-reads; the run itself stays as it was.
 */
import type { BranchRequest, EngineEvent } from '../../engine/protocol.ts'
import { branchKey, pendingBranches } from '../run/fold-queries.ts'
import type { LiveRun } from './live-run.ts'
import { modelHindrance } from './model-hindrance.ts'
import { selectFocus } from '../state/selectors.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import type { LabState } from '../state/store.ts'

export interface BranchControls {
  /** Go on from the focused attempt with another token at a position (0-based); `from`: tokens of a branch of it, to leave that one. */
  add(at: number, id: number, from?: readonly number[]): void
  /** Show all of a branch, by its key; null closes it. */
  show(key: string | null): void
}

/** Why no branch can be written now, with the way out; null where one can. */
export function branchHindrance(state: LabState): string | null {
  if (state.source === 'recorded') {
    const own = state.history.some((run) => run.id === state.recorded.historyId && run.resumable)
    return own
      ? 'A recording cannot go on writing. Resume this run, under Runs, and branch from it.'
      : 'A recording cannot go on writing: a branch needs a live run. Go live with this problem, and click the token there.'
  }
  return modelHindrance(state, 'The student writes a branch, and its model is not there. Load it first.')
}

export class Branches implements BranchControls {
  constructor(
    private readonly handle: StoreHandle,
    private readonly live: LiveRun,
  ) {}

  add(at: number, id: number, from?: readonly number[]): void {
    const { state } = this.handle
    const { attempt } = selectFocus(state)
    if (!attempt) return
    const hindrance = branchHindrance(state)
    if (hindrance) return this.handle.notify(hindrance, 'error')
    const open = pendingBranches(state.branching, state.live.whole.branches)
    const first: BranchRequest = { attempt: attempt.attempt, at, id, take: 0, ...(from && { from }) }
    const same = (other: BranchRequest) => branchKey({ ...other, take: 0 }) === branchKey(first)
    const request: BranchRequest = {
      ...first,
      take: [...state.live.whole.branches, ...open].filter(same).length,
    }
    const requestId = this.live.nextId()
    this.handle.set({ branching: [...open, { ...request, requestId }], branch: branchKey(request) })
    this.live.send({ type: 'branch', requestId, ...request, from: from && [...from] })
  }

  /** A branch that was not written is no longer waited for. */
  onEngineEvent(event: EngineEvent): void {
    if (event.type !== 'fault' || event.during !== 'branch') return
    const { branching } = this.handle.state
    this.handle.set({ branching: branching.filter(({ requestId }) => requestId !== event.id) })
  }

  show(branch: string | null): void {
    this.handle.set({ branch })
  }
}
