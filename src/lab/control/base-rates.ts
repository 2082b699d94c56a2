/** The base rate of a problem, sampled by the engine beside whatever run there is; the bundled model is loaded for it where none is there. */
import { inOneLine } from '../../explained-error.ts'
import type { Command, EngineEvent } from '../../engine/protocol.ts'
import type { Problem } from '../../problems/problem.ts'
import type { StoreHandle } from '../state/state-handle.ts'

export interface BaseRateControls {
  /** Ask how often the untouched model passes; of two questions the later counts. */
  measure(problem: Problem): void
}

/** Enough to tell 1 in 300 from 1 in 1,000; drawn as one tree, they cost about as much as a dozen attempts. */
const samples = 2048

export class BaseRates implements BaseRateControls {
  private asked: { requestId: number; problem: Problem } | null = null
  private awaited: Problem | null = null

  constructor(
    private readonly handle: StoreHandle,
    private readonly live: { send(command: Command): void; nextId(): number; load(): void },
  ) {}

  measure(problem: Problem): void {
    const { engine } = this.handle.state
    if (!engine.model || engine.phase === 'loading') {
      this.awaited = problem
      this.handle.set({ baseRate: { phase: 'waiting', problem: problem.id } })
      if (engine.phase !== 'loading') this.live.load()
      return
    }
    this.awaited = null
    const requestId = this.live.nextId()
    this.asked = { requestId, problem }
    this.handle.set({ baseRate: { phase: 'measuring', problem: problem.id } })
    const { config } = this.handle.state.settings
    this.live.send({ type: 'base-rate', requestId, problem, config, samples })
  }

  onEngineEvent(event: EngineEvent): void {
    const { awaited, asked } = this
    if (event.type === 'ready' && awaited) return this.measure(awaited)
    if (event.type === 'fault') return this.broke(event)
    if (event.type !== 'base-rate-measured' || event.requestId !== asked?.requestId) return
    const { passed, usual } = event
    this.handle.set({
      baseRate: { phase: 'measured', problem: asked.problem.id, samples: event.samples, passed, usual },
    })
  }

  private broke(event: Extract<EngineEvent, { type: 'fault' }>): void {
    const { awaited, asked } = this
    const of =
      event.during === 'load'
        ? awaited
        : event.during === 'base-rate' && event.id === asked?.requestId
          ? asked.problem
          : null
    if (!of) return
    this.awaited = null
    this.handle.set({ baseRate: { phase: 'failed', problem: of.id, why: inOneLine(event) } })
  }
}
