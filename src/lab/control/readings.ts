/**
 * Re-readings: whenever the picture needs the teacher under other words, it is asked for, the focused
 * attempt first, and what comes back is kept by its words.
 */
import type { Engine, EngineEvent } from '../../engine/protocol.ts'
import { neededReread, type Reread } from '../reading/hindsight.ts'
import type { Clock } from '../run/player.ts'
import { selectFocus } from '../state/selectors.ts'
import { selectWhatIf } from '../state/what-if.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import type { Source } from '../run/session.ts'
import { currentStep } from '../run/view.ts'

/** Typing sends one request when the hand rests, not one a letter. */
const restMs = 200

export class Readings {
  /** Asked for and not answered. */
  private asked: { id: number; key: string }[] = []
  private cancelRest: (() => void) | null = null

  constructor(
    private readonly handle: StoreHandle,
    private readonly clock: Clock,
    private readonly engineOf: (source: Source) => Engine | null,
    private readonly nextId: () => number,
  ) {}

  dispose(): void {
    this.cancelRest?.()
  }

  /** Another run: what was read of the old one means nothing. */
  clear(): void {
    this.asked = []
    this.handle.set({ rereads: {} })
  }

  /** Ask for what the picture needs and does not have. */
  ensure(): void {
    if (this.cancelRest || this.missing().length === 0) return
    if (this.handle.state.source === 'recorded') return this.ask()
    this.cancelRest = this.clock.after(restMs, () => {
      this.cancelRest = null
      this.ask()
    })
  }

  private missing() {
    const { state } = this.handle
    const { hindsight, rereads, source, engine } = state
    const { step, attempt: focused } = selectFocus(state)
    if (!step || !focused || (source === 'live' && !['ready', 'running', 'pausing'].includes(engine.phase)))
      return []
    // While a run goes on, only what is looked at is worth its time.
    const instead = selectWhatIf(state)?.asks
    const wanted =
      source === 'live' && engine.phase !== 'ready'
        ? [focused]
        : [focused, ...step.attempts.filter((a) => a !== focused)]
    return [
      ...wanted.flatMap((attempt) => {
        const needed = neededReread(attempt, hindsight)
        return needed && !rereads[needed.key] ? [{ attempt: attempt.attempt, ...needed }] : []
      }),
      ...(instead && !rereads[instead.key]
        ? [{ attempt: focused.attempt, ...instead, sameWeights: false }]
        : []),
    ]
  }

  private ask(): void {
    const missing = this.missing()
    const { source, rereads } = this.handle.state
    const engine = this.engineOf(source)
    if (!engine || missing.length === 0) return
    const opened = missing.map(({ attempt, key, pieces }): [string, Reread] => [
      key,
      { attempt, pieces, status: 'asked', positions: null, unknownWords: [], note: '' },
    ])
    this.handle.set({ rereads: { ...rereads, ...Object.fromEntries(opened) } })
    for (const { attempt, key, pieces, sameWeights } of missing) {
      const requestId = this.nextId()
      this.asked.push({ id: requestId, key })
      engine.send({ type: 'reread', requestId, attempt, pieces, ...(sameWeights && { sameWeights }) })
    }
  }

  answered(
    source: Source,
    { requestId, positions, unknownWords }: Extract<EngineEvent, { type: 'reread-done' }>,
  ): void {
    const note = source === 'recorded' ? this.recordedNote() : ''
    this.settle(
      this.asked.find((request) => request.id === requestId),
      { status: 'done', positions, unknownWords, note },
    )
  }

  failed({ id, message, wayOut }: Extract<EngineEvent, { type: 'fault' }>): void {
    this.settle(
      this.asked.find((request) => request.id === id),
      { status: 'failed', note: `${message} ${wayOut}` },
    )
  }

  private settle(request: { key: string } | undefined, change: Partial<Reread>): void {
    if (!request) return
    this.asked = this.asked.filter((other) => other !== request)
    const { rereads } = this.handle.state
    const reread = rereads[request.key]
    if (reread) this.handle.set({ rereads: { ...rereads, [request.key]: { ...reread, ...change } } })
  }

  /** A recording's own words on its teacher without feedback; nothing to say at the first update, where the weights are the same. */
  private recordedNote(): string {
    const step = currentStep(this.handle.state.recorded.view)?.step ?? 1
    return step === 1
      ? ''
      : 'The small difference between the weights of teacher and student is not in the recording, so both are drawn alike.'
  }
}
