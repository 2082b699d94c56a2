/** Runs to their first pass with what they cost: attempts, distinct attempts, tokens by kind. All runs of a contestant advance together. */
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import type { Problem } from '../../src/problems/problem.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { LockstepRuns } from '../../src/sdpo/lockstep.ts'
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import { TokenMeter, type TokenTally } from '../../src/sdpo/meter.ts'
import { progress } from './progress.ts'
import { bareFailure, judgeTelling, type FeedbackPool } from './feedback-controls.ts'
import type { Told } from './told.ts'
import { learningBy, type Learning } from './imitation.ts'
import { freshLearner, headlessRun, type Headless } from './headless.ts'
import { KeptRuns, mattering } from './kept-runs.ts'
import { printOf, runLogOf } from './run-log.ts'

export interface CostedContestant {
  name: string
  config: RunConfig
  told: Told
  learning?: Learning | undefined
}

export interface CostedOutcome {
  /** Number of the first attempt that passed; null: none within the budget. */
  first: number | null
  attempts: number
  /** Different texts among them. */
  distinct: number
  tokens: TokenTally
}

export interface CostedRequest {
  lab: Headless
  family: FamilyName
  contestant: CostedContestant
  problems: readonly Problem[]
  pool: FeedbackPool
  seeds: number
  /** Runs at once. */
  capacity: number
}

/** Outcomes by problem id and seed (1, 2, ...). Runs that have ended are kept, so that a command that was stopped goes on. */
export async function costedRuns({
  lab,
  family,
  contestant: { name, config, told, learning },
  problems,
  pool,
  seeds,
  capacity,
}: CostedRequest): Promise<Record<string, CostedOutcome[]>> {
  const log = runLogOf<CostedOutcome>(lab.weights, 'costed-runs')
  const words = [
    told,
    ...(told === 'another problem' ? [printOf(pool)] : []),
    ...(learning ? [learning] : []),
  ]
  const kept = new KeptRuns(log, printOf([mattering(config), ...words]), problems, seeds)
  let done = kept.count - kept.missing.length
  const field = new LockstepRuns<LlamaLearner>(
    lab.model,
    (learners, own) => LlamaLearner.updateMany(learners, own),
    capacity,
  )
  const starts = kept.missing.map((asked) => () => {
    const { problem, seed } = asked
    const own = { ...config, seed }
    const meter = new TokenMeter()
    const texts = new Set<string>()
    const model = meter.model(field.model)
    const learner = freshLearner(lab.model, own)
    const run = headlessRun(
      {
        ...lab,
        judge: judgeTelling(lab.judge, told, { problem, seed, pool, bare: bareFailure[family] }),
        model,
      },
      problem,
      own,
      {
        learner: learner && learningBy(learning, model, meter.learner(field.learner(learner)), own),
        emit: (event) => {
          if (event.type === 'attempt-sampled') texts.add(event.text)
        },
      },
    )
    return Object.assign(run, { asked, meter, texts })
  })
  await field.run(starts, ({ asked, meter, texts, firstPass, attemptCount }) => {
    kept.add(asked, {
      first: firstPass,
      attempts: attemptCount,
      distinct: texts.size,
      tokens: meter.total,
    })
    progress(`${family}, ${name}: ${++done} of ${kept.count} runs`)
  })
  return kept.table()
}
