/** What is measured before a run, one part a task in the engine's queue: whatever is asked meanwhile comes between two parts, and a run ends it. */
import { measure } from '../outlook/measure.ts'
import type { Measured } from '../outlook/measured.ts'
import { validateProblem } from '../verify/validate.ts'
import type { Host, Loaded } from './host.ts'
import type { Command } from './protocol.ts'

type Ask = Extract<Command, { type: 'outlook' }>

/** What is being measured, and what calls off a part of it that waits for the judge. */
interface Current {
  requestId: number
  off: AbortController
}

export class LiveOutlook {
  private current: Current | null = null

  constructor(
    private readonly host: Pick<Host, 'onEngineEvent' | 'judge'>,
    private readonly enqueue: (requestId: number, task: () => Promise<void> | void) => void,
  ) {}

  async begin(
    { requestId, problem, config, depth, known }: Ask,
    { model: open, backend }: Loaded,
  ): Promise<void> {
    this.end()
    const current: Current = { requestId, off: new AbortController() }
    const { signal } = current.off
    this.current = current
    const checked = await this.unlessEnded(current, validateProblem(problem, this.host.judge, { signal }))
    if (!checked) return
    const parts = measure(
      {
        problem: checked,
        config,
        model: await open.forRun(config),
        judge: this.host.judge.judge,
        modelInfo: open.info(config.adapter),
        backend,
        learner: () => open.learner(config.adapter, config.seed),
        signal,
      },
      depth,
      known,
    )
    this.go(current, parts)
  }

  /** What has been told stays true; nothing more of it is. */
  end(): void {
    const { current } = this
    this.current = null
    if (!current) return
    current.off.abort()
    this.host.onEngineEvent({ type: 'outlook-ended', requestId: current.requestId })
  }

  private go(current: Current, parts: AsyncGenerator<Measured, void, void>): void {
    const { requestId } = current
    this.enqueue(requestId, async () => {
      if (this.current !== current) return
      const part = await this.unlessEnded(current, parts.next())
      if (!part) return
      if (part.done) return this.end()
      this.host.onEngineEvent({ type: 'outlook-measured', requestId, measured: part.value })
      this.go(current, parts)
    })
  }

  /** What came of it; null where it was ended meanwhile. What breaks ends it. */
  private async unlessEnded<T>(current: Current, work: Promise<T>): Promise<T | null> {
    try {
      const value = await work
      return this.current === current ? value : null
    } catch (error) {
      if (this.current !== current) return null
      this.current = null
      throw error
    }
  }
}
