/**
 * Asks the engine, before a run, what can be expected of it: the words as soon as there is a model and a
 * problem, and attempts at once where they cost about a second, else when the person says so. A run that
 * begins ends the measuring; it never waits for it.
 */
import type { EngineEvent } from '../../engine/protocol.ts'
import { inOneLine } from '../../explained-error.ts'
import type { Measured } from '../../outlook/measured.ts'
import { usualTokens } from '../../outlook/known.ts'
import { attemptLength } from '../../outlook/room.ts'
import { defaultRunConfig } from '../../sdpo/config.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import { noOutlook, type OutlookOf, type OutlookState } from '../state/outlook-state.ts'
import { sameAttempts, sameSubject, selectOutlookSubject } from '../state/selectors.ts'
import type { LiveRun } from './live-run.ts'

export interface OutlookControls {
  /** Whoever shows it asks for it, where what is known is of another problem, model or setting. */
  look(): void
  /** Makes attempts with the untouched model, and reads their feedback. */
  tryFirst(): void
}

export class Outlooks implements OutlookControls {
  constructor(
    private readonly handle: StoreHandle,
    private readonly live: LiveRun,
  ) {}

  look(): void {
    const { state } = this.handle
    const of = selectOutlookSubject(state)
    const { outlook } = state
    if (!of || (outlook.phase !== 'none' && sameSubject(outlook.of, of))) return
    const measured = 'measured' in outlook && sameAttempts(outlook.of, of) ? outlook.measured : null
    if (measured && measured.done !== 'words') return this.ask('samples', measured)
    // A model with a vocabulary of a few words is small: its attempts take about a second.
    this.ask(state.engine.model?.readsAll === false ? 'samples' : 'words')
  }

  tryFirst(): void {
    this.ask('samples')
  }

  onEngineEvent(event: EngineEvent): void {
    const { outlook } = this.handle.state
    if (outlook.phase !== 'measuring') return
    switch (event.type) {
      case 'outlook-measured':
        if (event.requestId !== outlook.requestId) return
        this.set({ ...outlook, measured: event.measured })
        void this.makeRoom(event.measured, outlook.of)
        return
      case 'outlook-ended':
        if (event.requestId !== outlook.requestId) return
        this.set(
          outlook.measured ? { phase: 'measured', of: outlook.of, measured: outlook.measured } : noOutlook,
        )
        return
      case 'fault':
        if (event.during === 'outlook' && event.id === outlook.requestId)
          this.set({ phase: 'failed', of: outlook.of, why: inOneLine(event) })
        return
      default:
        return
    }
  }

  /** The length of an attempt follows from the problem; where the person has chosen one, only from the answer that is known. */
  private async makeRoom(measured: Measured, of: OutlookOf): Promise<void> {
    const { answerTokens, questionTokens, contextLength, readsAll } = measured
    // The catalogue is no part of the page's first script.
    const { settingsFor } = await import('../../engine/catalogue.ts')
    const { settings, engine, problem, outlook } = this.handle.state
    // By then it may be another problem's, or a run's own.
    if (outlook.phase === 'none' || !sameSubject(outlook.of, of)) return
    const { config } = settings
    if (!engine.model || !problem) return
    const own = { ...defaultRunConfig, ...settingsFor(engine.model) }.maxNewTokens
    const usual = readsAll && config.maxNewTokens === own ? usualTokens(problem) : 0
    const room = contextLength - questionTokens
    const maxNewTokens = attemptLength({ answerTokens, usual }, room, config.maxNewTokens)
    if (maxNewTokens === config.maxNewTokens) return
    this.live.configure({ ...config, maxNewTokens })
    this.handle.notify(
      maxNewTokens === usual
        ? `Attempts may now have ${maxNewTokens} tokens, as answers of this kind often do.`
        : `Attempts may now have ${maxNewTokens} tokens, as the shortest known answer to this problem has ${answerTokens}.`,
    )
  }

  /** `known`: what was measured with another arm. */
  private ask(depth: 'words' | 'samples', known?: Measured): void {
    const { state } = this.handle
    const of = selectOutlookSubject(state)
    if (!of) return
    const requestId = this.live.nextId()
    this.set({ phase: 'measuring', depth, of, requestId, measured: known ?? null })
    const { config } = state.settings
    this.live.send({
      type: 'outlook',
      requestId,
      problem: of.problem,
      config,
      depth,
      ...(known && { known }),
    })
  }

  private set(outlook: OutlookState): void {
    this.handle.set({ outlook })
  }
}
