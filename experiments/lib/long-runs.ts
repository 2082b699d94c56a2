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
import { progress } from './progress.ts'
import { printOf, runLogOf } from './run-log.ts'

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
  const pairs = problems.flatMap((problem) =>
    Array.from({ length: seeds }, (_, i) => ({ problem, seed: i + 1 })),
  )
  let done = 0
  const measured: Record<string, Record<string, T[]>> = {}
  for (const contestant of contestants) {
    const settings = settingsPrint(contestant)
    const keyOf = (problem: Problem, seed: number) => `${settings}/${printOf(problem)}/${seed}`
    const missing = pairs.filter(({ problem, seed }) => log.get(keyOf(problem, seed)) === undefined)
    done += pairs.length - missing.length
    for (let from = 0; from < missing.length; from += capacity) {
      for (const { problem, seed, ...run } of await field(
        lab,
        contestant,
        missing.slice(from, from + capacity),
      )) {
        log.add(keyOf(problem, seed), await measure(run, problem))
        progress(`${contestant.name}: ${++done} of ${pairs.length * contestants.length} runs`)
      }
    }
    measured[contestant.name] = Object.fromEntries(
      problems.map((problem) => [
        problem.id,
        Array.from({ length: seeds }, (_, i) => log.get(keyOf(problem, i + 1))!),
      ]),
    )
  }
  return measured
}

interface Asked {
  problem: Problem
  seed: number
}

/** All of them to their end, side by side. */
async function field(
  lab: Headless,
  { config, learning }: Contestant,
  asked: readonly Asked[],
): Promise<(LongRun & Asked)[]> {
  const runs = new LockstepRuns<LlamaLearner>(
    lab.model,
    (learners, settings) => LlamaLearner.updateMany(learners, settings),
    asked.length,
  )
  const ended: (LongRun & Asked)[] = []
  const starts = asked.map(({ problem, seed }) => () => {
    const own = { ...config, seed }
    const learner = freshLearner(lab.model, own)
    if (!learner) throw new Error(`The arm ${config.arm} does not train.`)
    const attempts: LongAttempt[] = []
    const run = headlessRun({ ...lab, model: runs.model }, problem, own, {
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
    return Object.assign(run, { asked: { problem, seed }, learner, attempts })
  })
  await runs.run(starts, ({ asked: own, learner, attempts, finished }) => {
    ended.push({ ...own, learner, attempts, reason: finished! })
  })
  return ended
}
