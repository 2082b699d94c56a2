/** The first success of every arm, problem and seed, with all runs of an arm in one field. */
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { LockstepRuns } from '../../src/sdpo/lockstep.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { judgeTelling, type Telling } from './feedback-controls.ts'
import type { Told } from './told.ts'
import { learningBy, type Learning } from './imitation.ts'
import { freshLearner, headlessRun, type Headless } from './headless.ts'
import { KeptRuns, mattering } from './kept-runs.ts'
import { progress } from './progress.ts'
import { printOf, runLogOf } from './run-log.ts'

/** One way to spend attempts, under the name that figures give it. */
export interface Contestant {
  name: string
  config: RunConfig
  /** By what an arm that trains learns; absent: by its own losses. */
  learning?: Learning | undefined
  /** In what words its failures are told; absent: in the judge's own. */
  telling?: ({ told: Exclude<Told, 'own'> } & Pick<Telling, 'pool' | 'bare'>) | undefined
}

/** How a run ended. */
export interface Outcome {
  first: number | null
  attempts: number
  /** 1 a pass, per attempt in order; only where the run goes on after its first success. */
  passes?: string
  reason: string
}

export interface OutcomesRequest {
  lab: Headless
  contestants: readonly Contestant[]
  problems: readonly Problem[]
  seeds: number
  /** Runs at once. */
  capacity: number
}

/** Outcomes by contestant, problem id and seed (1, 2, ...). */
export type Outcomes = Record<string, Record<string, Outcome[]>>

export async function firstSuccesses({
  lab,
  contestants,
  problems,
  seeds,
  capacity,
}: OutcomesRequest): Promise<Outcomes> {
  const log = runLogOf<Outcome>(lab.weights)
  const total = contestants.length * problems.length * seeds
  let done = 0
  const outcomes: Outcomes = {}
  for (const contestant of contestants) {
    const { name, config, learning, telling } = contestant
    const kept = new KeptRuns(log, settingsPrint(contestant), problems, seeds)
    const field = new LockstepRuns<LlamaLearner>(
      lab.model,
      (learners, settings) => LlamaLearner.updateMany(learners, settings),
      capacity,
    )
    done += kept.count - kept.missing.length
    const starts = kept.missing.map((asked) => () => {
      const verdicts: string[] = []
      const own = { ...config, seed: asked.seed }
      const learner = freshLearner(lab.model, own)
      const judge = telling ? judgeTelling(lab.judge, telling.told, { ...telling, ...asked }) : lab.judge
      const run = headlessRun({ ...lab, judge, model: field.model }, asked.problem, own, {
        learner: learner && learningBy(learning, field.model, field.learner(learner), own),
        emit: (event) => {
          if (event.type === 'attempt-judged') verdicts.push(event.verdict.reward >= 1 ? '1' : '0')
        },
      })
      return Object.assign(run, { asked, verdicts })
    })
    await field.run(starts, (run) => {
      const outcome: Outcome = {
        first: run.firstPass,
        attempts: run.attemptCount,
        ...(config.stop !== 'first-pass' && { passes: run.verdicts.join('') }),
        reason: run.finished!,
      }
      kept.add(run.asked, outcome)
      progress(`${name}: ${++done} of ${total} runs`)
    })
    outcomes[name] = kept.table()
  }
  return outcomes
}

/** What the kept runs of a contestant are found by, beside problem and seed. */
export const settingsPrint = ({ config, learning, telling }: Contestant): string =>
  printOf(
    telling
      ? [mattering(config), learning ?? null, telling]
      : learning === undefined
        ? mattering(config)
        : [mattering(config), learning],
  )

/** The table that reports carry: first success per arm, problem and seed. */
export function firstTable(outcomes: Outcomes): Record<string, Record<string, (number | null)[]>> {
  return Object.fromEntries(
    Object.entries(outcomes).map(([name, table]) => [
      name,
      Object.fromEntries(Object.entries(table).map(([id, all]) => [id, all.map(({ first }) => first)])),
    ]),
  )
}
