/**
 * A fast look at very many programs before the judge: one that returns a wrong value as plain JavaScript fails for the
 * judge too, whose rows only throw more often. Everything else (a pass, an error, a program that runs on) is the judge's
 * to decide. Node's `vm` is no sandbox: for what the bundled model writes in its own few words, in experiments, only.
 */
import { createContext, Script } from 'node:vm'
import { isArgsTest, type Problem } from '../../src/problems/problem.ts'

const timeoutMs = 100

export class Screen {
  private readonly context
  private readonly parameters: string

  constructor({ program, tests }: Problem) {
    this.parameters = program.kind === 'expression' ? program.parameters.join() : ''
    this.context = createContext({
      tests: JSON.stringify(
        program.kind === 'expression'
          ? tests
              .filter(isArgsTest)
              .map(({ args, expected }) => [JSON.stringify(args), JSON.stringify(expected)])
          : [],
      ),
    })
    new Script('tests = JSON.parse(tests)').runInContext(this.context)
  }

  /** True only where some test returns another value than expected. */
  failsPlainly(program: string): boolean {
    try {
      return new Script(
        `tests.some(([args, expected]) => JSON.stringify(((${this.parameters}) => (${program}\n))(...JSON.parse(args))) !== expected)`,
      ).runInContext(this.context, { timeout: timeoutMs }) as boolean
    } catch {
      return false
    }
  }
}
