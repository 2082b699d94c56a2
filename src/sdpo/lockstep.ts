/**
 * Many independent runs that advance together: what each asks of the model at the same moment becomes one batch,
 * so that a step of all costs little more than the products it needs. The runs know nothing of each other; one
 * that is finished leaves, and the next enters in its place.
 */
import type { LanguageModel, Sample, SampleRequest, Scored, ScoreRow, Theta } from '../lm/model.ts'
import { withUpdate, type Learner, type LearnerConfig, type UpdateResult, type UpdateRow } from './learner.ts'
import type { Run } from './run.ts'

/** A model that serves several policies in one run. */
export interface ManyModel extends LanguageModel {
  sampleMany(requests: readonly SampleRequest[]): Promise<Sample[][]>
  scoreMany(
    policies: readonly { theta: Theta; rows: readonly ScoreRow[] }[],
    temperature: number,
  ): Promise<Scored[][]>
}

/** Steps several learners of one kind in one run. */
export type UpdateMany<L extends Learner> = (
  learners: readonly { learner: L; rows: readonly UpdateRow[] }[],
  config: LearnerConfig,
) => Promise<UpdateResult[]>

interface Call {
  /** Calls with the same key can be one batch. */
  key: string
  request: unknown
  together: (requests: never[]) => Promise<unknown[]>
  resolve: (reply: never) => void
  reject: (error: unknown) => void
}

export class LockstepRuns<L extends Learner> {
  /** The model as its runs see it. */
  readonly model: LanguageModel
  private waiting: Call[] = []
  /** Runs that are neither waiting for a reply nor done with their step. */
  private moving = 0

  /** `capacity`: how many runs are under way at once, and the largest batch of policies. */
  constructor(
    private readonly many: ManyModel,
    private readonly updateMany: UpdateMany<L>,
    private readonly capacity: number,
  ) {
    this.model = {
      config: many.config,
      tokenizer: many.tokenizer,
      thetaLength: many.thetaLength,
      sample: (request) => {
        const { rngs, theta, maxNewTokens, temperature, topP } = request
        return this.call(
          ['sample', rngs.length, theta === null, maxNewTokens, temperature, topP].join(),
          request,
          (requests: SampleRequest[]) => many.sampleMany(requests),
        )
      },
      score: (theta, rows, temperature) =>
        this.call(
          ['score', rows.length, temperature].join(),
          { theta, rows },
          (policies: { theta: Theta; rows: readonly ScoreRow[] }[]) => many.scoreMany(policies, temperature),
        ),
    }
  }

  /** The learner as its run sees it. */
  learner(learner: L): Learner {
    return withUpdate(learner, (rows, config) =>
      this.call(
        ['update', rows.length, JSON.stringify(config)].join(),
        { learner, rows },
        (learners: { learner: L; rows: readonly UpdateRow[] }[]) => this.updateMany(learners, config),
      ),
    )
  }

  /** Runs all to their end, made of this field's model and learners; `finished` hears of each as it ends. */
  async run<R extends Pick<Run, 'advance' | 'currentStep' | 'nextStage' | 'finished'>>(
    starts: Iterable<() => R>,
    finished: (run: R) => void,
  ): Promise<void> {
    const next = starts[Symbol.iterator]()
    const active: R[] = []
    for (;;) {
      while (active.length < this.capacity) {
        const { done, value } = next.next()
        if (done) break
        active.push(value())
      }
      if (active.length === 0) return
      this.moving = active.length
      await Promise.all(active.map((run) => this.step(run)))
      for (let i = active.length - 1; i >= 0; i--) if (active[i]!.finished) finished(active.splice(i, 1)[0]!)
    }
  }

  /** One whole step of a run, so that all begin the next one together. */
  private async step(run: Pick<Run, 'advance' | 'currentStep' | 'nextStage'>): Promise<void> {
    try {
      do await run.advance()
      while (run.nextStage !== null && run.nextStage !== 'sample')
    } finally {
      this.moving--
      this.flush()
    }
  }

  private call<Q, A>(key: string, request: Q, together: (requests: Q[]) => Promise<A[]>): Promise<A> {
    return new Promise<A>((resolve, reject) => {
      this.waiting.push({ key, request, together, resolve, reject } as unknown as Call)
      this.moving--
      this.flush()
    })
  }

  /** When nobody moves any more, what they wait for is computed, one batch a key. */
  private flush(): void {
    if (this.moving > 0) return
    const groups = new Map<string, Call[]>()
    for (const call of this.waiting.splice(0)) {
      const group = groups.get(call.key) ?? []
      group.push(call)
      groups.set(call.key, group)
    }
    for (const group of groups.values()) this.moving += group.length
    for (const group of groups.values()) {
      group[0]!.together(group.map(({ request }) => request) as never[]).then(
        (replies) => group.forEach(({ resolve }, i) => resolve(replies[i] as never)),
        (error: unknown) => group.forEach(({ reject }) => reject(error)),
      )
    }
  }
}
