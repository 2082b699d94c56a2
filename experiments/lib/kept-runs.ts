/** The runs of one way to spend attempts, over problems and seeds (1, 2, ...): those that the log lacks, and the table of all. */
import type { Problem } from '../../src/problems/problem.ts'
import { arms } from '../../src/sdpo/arms.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { printOf, type RunLog } from './run-log.ts'

export interface Asked {
  problem: Problem
  seed: number
}

export class KeptRuns<T> {
  readonly count: number
  /** In the order of the problems, then of the seeds. */
  readonly missing: readonly Asked[]
  private readonly prints: ReadonlyMap<Problem, string>

  /** `settings`: a print of all that its runs depend on beside problem and seed. */
  constructor(
    private readonly log: RunLog<T>,
    private readonly settings: string,
    private readonly problems: readonly Problem[],
    private readonly seeds: number,
  ) {
    this.prints = new Map(problems.map((problem) => [problem, printOf(problem)]))
    const pairs = problems.flatMap((problem) =>
      Array.from({ length: seeds }, (_, i) => ({ problem, seed: i + 1 })),
    )
    this.count = pairs.length
    this.missing = pairs.filter((asked) => log.get(this.keyOf(asked)) === undefined)
  }

  add(asked: Asked, value: T): void {
    this.log.add(this.keyOf(asked), value)
  }

  /** By problem id and seed, once nothing is missing. */
  table(): Record<string, T[]> {
    return Object.fromEntries(
      this.problems.map((problem) => [
        problem.id,
        Array.from({ length: this.seeds }, (_, i) => this.log.get(this.keyOf({ problem, seed: i + 1 }))!),
      ]),
    )
  }

  private keyOf({ problem, seed }: Asked): string {
    return `${this.settings}/${this.prints.get(problem)}/${seed}`
  }
}

/** The settings that an arm's runs depend on: one that does not train has no use for those of training. */
export function mattering({ seed: _, ...config }: RunConfig): Partial<RunConfig> {
  if (arms[config.arm].trains) return config
  const { arm, budget, stop, temperature, topP, maxNewTokens, failingTest, window } = config
  return { arm, budget, stop, temperature, topP, maxNewTokens, failingTest, window }
}
