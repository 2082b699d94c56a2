/**
 * Runs that go on learning, with what is wanted of each at its end: of its learner, which is gone once the run is kept in the
 * log, and of its attempts. Runs of a contestant advance together, a field at a time, so that a command that was stopped loses
 * one field at most.
 */
import type { Problem } from '../../src/problems/problem.ts'
import { LockstepRuns } from '../../src/sdpo/lockstep.ts'
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import type { FinishReason } from '../../src/sdpo/stop.ts'
import { settingsPrint, type Contestant } from './first-successes.ts'
import { freshLearner, headlessRun, type Headless } from './headless.ts'
import { learningBy } from './imitation.ts'
import { KeptRuns, type Asked } from './kept-runs.ts'
import { progress } from './progress.ts'
import { runLogOf } from './run-log.ts'

export interface LongAttempt {
  update: number
  text: string
  /** Sum of -log p of its tokens under the student that wrote it, nats: an estimate of that student's entropy. */
  nats: number
  tokens: number
  passed: boolean
}

interface LongRun {
  learner: LlamaLearner
  attempts: readonly LongAttempt[]
  reason: FinishReason
}

export interface LongRunsRequest<T> {
  lab: Headless
  /** Of arms that train. */
  contestants: readonly Contestant[]
  problems: readonly Problem[]
  seeds: number
  /** Runs at once. */
  capacity: number
  /** Under which the log keeps them; what else `measure` depends on is in its name. */
  kind: string
  measure: (run: LongRun, problem: Problem) => Promise<T>
}

/** What was measured, by contestant, problem id and seed (1, 2, ...). */
export async function longRuns<T>({
  lab,
  contestants,
  problems,
  seeds,
  capacity,
  kind,
  measure,
}: LongRunsRequest<T>): Promise<Record<string, Record<string, T[]>>> {
  const log = runLogOf<T>(lab.weights, kind)
  let done = 0
  const measured: Record<string, Record<string, T[]>> = {}
  for (const contestant of contestants) {
    const kept = new KeptRuns(log, settingsPrint(contestant), problems, seeds)
    done += kept.count - kept.missing.length
    for (let from = 0; from < kept.missing.length; from += capacity) {
      const part = kept.missing.slice(from, from + capacity)
      for (const { asked, ...run } of await field(lab, contestant, part)) {
        kept.add(asked, await measure(run, asked.problem))
        progress(`${contestant.name}: ${++done} of ${kept.count * contestants.length} runs`)
      }
    }
    measured[contestant.name] = kept.table()
  }
  return measured
}

/** All of them to their end, side by side. */
async function field(
  lab: Headless,
  { config, learning }: Contestant,
  pairs: readonly Asked[],
): Promise<(LongRun & { asked: Asked })[]> {
  const runs = new LockstepRuns<LlamaLearner>(
    lab.model,
    (learners, settings) => LlamaLearner.updateMany(learners, settings),
    pairs.length,
  )
  const ended: (LongRun & { asked: Asked })[] = []
  const starts = pairs.map((asked) => () => {
    const own = { ...config, seed: asked.seed }
    const learner = freshLearner(lab.model, own)
    if (!learner) throw new Error(`The arm ${config.arm} does not train.`)
    const attempts: LongAttempt[] = []
    const run = headlessRun({ ...lab, model: runs.model }, asked.problem, own, {
      learner: learningBy(learning, runs.model, runs.learner(learner), own),
      emit: (event) => {
        if (event.type === 'attempt-sampled')
          attempts.push({
            update: event.step,
            text: event.text,
            nats: -event.logProbs.reduce((sum, x) => sum + x, 0),
            tokens: event.tokens.length,
            passed: false,
          })
        if (event.type === 'attempt-judged') attempts[event.attempt - 1]!.passed = event.verdict.reward >= 1
      },
    })
    return Object.assign(run, { asked, learner, attempts })
  })
  await runs.run(starts, ({ asked, learner, attempts, finished }) => {
    ended.push({ asked, learner, attempts, reason: finished! })
  })
  return ended
}
