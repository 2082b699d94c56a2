/** The judge as the run sees it: a response in, a reward and the text of hindsight out. */
import type { Problem } from '../problems/problem.ts'
import { Rng } from '../rng.ts'
import type { TestRecord, Verdict } from '../verify/verdict.ts'
import type { RunConfig } from './config.ts'

export interface JudgeOptions {
  /** Chooses the failing test that becomes feedback: an index below `count`. Absent: the rule of the reference's `format_test_feedback`. */
  pick?: (count: number) => number
  /** The response met the length limit; feedback says so. */
  truncated?: boolean
  /** Calls the judging off: it rejects with the signal's reason. */
  signal?: AbortSignal | undefined
}

export type Judge = (
  problem: Problem,
  response: string,
  options: JudgeOptions,
) => Promise<{ verdict: Verdict; records: TestRecord[] }>

/** The chooser of an attempt's failing test, drawn by the run's seed where it is drawn. */
export function failingTestPick(config: RunConfig, attempt: number): Pick<JudgeOptions, 'pick'> {
  switch (config.failingTest) {
    case 'random':
      return { pick: (count) => Rng.of(config.seed, 'failing-test', attempt).below(count) }
    case 'first':
      return { pick: () => 0 }
    case 'reference':
      return {}
    default:
      return config.failingTest satisfies never
  }
}
