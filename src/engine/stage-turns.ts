/**
 * When the stages of a run come: one a task, so that whatever is asked meanwhile comes between two of them. A stage that
 * waits its turn is called off by a halt, and overtaken by another order.
 */
import { Pace } from './pace.ts'
import type { Stage } from './protocol.ts'

interface Turns {
  /** Puts a task behind whatever is asked already. */
  enqueue: (task: () => Promise<void>) => void
  /** Whether the next stage is the first of an update. */
  begins: () => boolean
  /** Does one stage; null when the run is finished after it. */
  stage: () => Promise<Stage | null>
  /** The one stage that was asked for is done. */
  paused: () => void
}

export class StageTurns {
  private goal: 'none' | 'stage' | 'end' = 'none'
  /** The stage that waits its turn, by its own token: one that is called off, or overtaken, finds another here and does nothing. */
  private queued: symbol | null = null
  private readonly pace = new Pace()

  constructor(private readonly turns: Turns) {}

  /** An update was told; settles when the page has kept it. */
  told(kept: Promise<void> | void): void {
    this.pace.track(kept)
  }

  /** One stage, or all to the end of the run. */
  go(goal: 'stage' | 'end'): void {
    this.goal = goal
    if (!this.queued) this.queueStage()
  }

  /** No stage begins any more until the next `go`, whose first one comes after whatever is asked between. */
  halt(): void {
    this.goal = 'none'
    this.queued = null
  }

  private queueStage(): void {
    const own = Symbol('stage')
    this.queued = own
    this.pace.whenThereIsRoom(this.turns.begins() ? 'begins' : 'goesOn', () => this.enqueueStage(own))
  }

  private enqueueStage(own: symbol): void {
    if (this.queued !== own) return
    this.turns.enqueue(async () => {
      if (this.queued !== own) return
      this.queued = null
      const stage = await this.turns.stage()
      // Another order was given meanwhile, and has its own stage.
      if (this.queued) return
      if (stage === null) this.goal = 'none'
      else if (this.goal === 'stage') {
        this.goal = 'none'
        this.turns.paused()
      } else if (this.goal === 'end') this.queueStage()
    })
  }
}
