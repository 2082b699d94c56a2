/** What is measured before a run, one part a task in the engine's queue: whatever is asked meanwhile comes between two parts, and a run ends it. */
import { measure } from '../outlook/measure.ts'
import type { Measured } from '../outlook/measured.ts'
import { validateProblem } from '../verify/validate.ts'
import type { Host, Loaded } from './host.ts'
import type { Command } from './protocol.ts'

type Ask = Extract<Command, { type: 'outlook' }>

export class LiveOutlook {
  private current: { requestId: number; parts: AsyncGenerator<Measured, void, void> } | null = null

  constructor(
    private readonly host: Pick<Host, 'onEngineEvent' | 'judge'>,
    private readonly enqueue: (requestId: number, task: () => Promise<void> | void) => void,
  ) {}

  async begin({ requestId, problem, config, depth }: Ask, { model: open, backend }: Loaded): Promise<void> {
    this.end()
    const checked = await validateProblem(problem, this.host.judge)
    const parts = measure(
      {
        problem: checked,
        config,
        model: await open.forRun(config),
        judge: this.host.judge.judge,
        modelInfo: open.info(config.adapter),
        backend,
        learner: () => open.learner(config.adapter, config.seed),
      },
      depth,
    )
    this.current = { requestId, parts }
    this.go()
  }

  /** What has been told stays true; nothing more of it is. */
  end(): void {
    const { current } = this
    this.current = null
    if (current) this.host.onEngineEvent({ type: 'outlook-ended', requestId: current.requestId })
  }

  private go(): void {
    const { current } = this
    if (!current) return
    this.enqueue(current.requestId, async () => {
      if (this.current !== current) return
      const part = await current.parts.next()
      // Ended meanwhile, by this part's own length or by another order.
      if (this.current !== current) return
      if (part.done) return this.end()
      this.host.onEngineEvent({
        type: 'outlook-measured',
        requestId: current.requestId,
        measured: part.value,
      })
      this.go()
    })
  }
}
