/** The race beside the run: one step a task in the engine's queue, so that whatever else is asked comes between two steps. */
import { Race } from '../sdpo/race.ts'
import { validateProblem } from '../verify/validate.ts'
import { EngineFault } from './live-fault.ts'
import type { Host, Loaded, ModelUse } from './host.ts'
import type { Command, EngineEvent } from './protocol.ts'

type Start = Extract<Command, { type: 'race' }>
type EndReason = Extract<EngineEvent, { type: 'race-ended' }>['reason']

export class LiveRace {
  private current: { id: number; race: Race; use: ModelUse } | null = null
  private paused = false
  private stepQueued = false

  constructor(
    private readonly host: Pick<Host, 'onEngineEvent' | 'judge' | 'now'>,
    private readonly enqueue: (raceId: number, task: () => Promise<void> | void) => void,
  ) {}

  /** `use`: that of the model in use, which all arms share. */
  async begin(
    { raceId, problem, config: asked }: Start,
    { model: open, backend }: Loaded,
    { adapter, thinking }: ModelUse,
  ): Promise<void> {
    this.end('stopped')
    const checked = await validateProblem(problem, this.host.judge)
    const config = { ...asked, run: { ...asked.run, adapter, thinking } }
    const info = open.info(adapter)
    const race = new Race({
      problem: checked,
      config,
      backend,
      model: await open.forRun({ adapter, thinking }),
      learner: (seed) => open.learner(adapter, seed),
      judge: this.host.judge.judge,
      modelInfo: info,
      startedAt: this.host.now(),
    })
    this.current = { id: raceId, race, use: { adapter, thinking } }
    this.paused = false
    this.host.onEngineEvent({ type: 'race-started', raceId, problem: checked, config, model: info, backend })
    this.go()
  }

  /** Takes effect after the step under way. */
  pause(paused: boolean): void {
    this.paused = paused
    if (!paused) this.go()
  }

  setArms(arms: Extract<Command, { type: 'race-arms' }>['arms']): void {
    this.needRace().setArms(arms)
    this.go()
  }

  end(reason: EndReason): void {
    const { current } = this
    this.current = null
    if (current) this.host.onEngineEvent({ type: 'race-ended', raceId: current.id, reason })
  }

  /** A model with another adapter, or one that thinks where this one does not, takes the place of the one it runs on. */
  replacedBy({ adapter, thinking = false }: ModelUse): void {
    const own = this.current?.use
    if (
      own &&
      (own.adapter.rank !== adapter.rank ||
        own.adapter.alpha !== adapter.alpha ||
        (own.thinking ?? false) !== thinking)
    )
      this.end('replaced')
  }

  /** After an error: it waits, and goes on where it was when told to. */
  broke(): void {
    this.paused = true
  }

  private go(): void {
    if (this.stepQueued || this.paused || !this.current) return
    this.stepQueued = true
    this.enqueue(this.current.id, async () => {
      this.stepQueued = false
      const { current } = this
      if (!current || this.paused) return
      const step = await current.race.advance()
      if (step) this.host.onEngineEvent({ type: 'race-step', raceId: current.id, step })
      if (!current.race.done) this.go()
      else if (step) this.host.onEngineEvent({ type: 'race-ended', raceId: current.id, reason: 'done' })
    })
  }

  private needRace(): Race {
    if (!this.current)
      throw new EngineFault(
        'There is no race to go on with.',
        'None has been started on this model.',
        'Start one.',
      )
    return this.current.race
  }
}
