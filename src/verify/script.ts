/** Code of the problem's own (a judge, an API, a pattern): one call of one of its functions, in the sandbox. */
import type { Json, Problem } from '../problems/problem.ts'
import { TIME_OUT } from './feedback.ts'
import type { Execution, Job } from './job.ts'
import { limitsOf } from './limits.ts'
import { decodeValue, toJson } from './value.ts'
import { verdictNames } from './verdict.ts'
import type { VerdictStatus } from './verdict.ts'

/** One call of a function of the problem's own. */
export function scriptJob(problem: Problem, name: string, code: string, args: Json[]): Job {
  return {
    program: { language: 'javascript', shape: { kind: 'function', name }, code },
    steps: [{ kind: 'args', args }],
    limits: limitsOf(problem, 'javascript'),
  }
}

/** What the call returned, or what kept it from returning JSON. */
export function scriptResult(
  execution: Execution,
): { value: Json } | { failed: string; status: VerdictStatus } {
  if (execution.kind === 'no-program')
    return { failed: 'it does not define the function that is called.', status: 'format-error' }
  const outcome = execution.kind === 'ran' ? execution.outcomes[0]! : execution
  const line = (error: { name: string; message: string; line?: number }) =>
    `${error.name}: ${error.message}${error.line === undefined ? '' : ` (line ${error.line})`}`
  switch (outcome.kind) {
    case 'returned': {
      const value = toJson(decodeValue(outcome.value))
      return value === undefined
        ? { failed: 'it returned what is no JSON.', status: 'runtime-error' }
        : { value }
    }
    case 'threw':
      return { failed: line(outcome.error), status: 'runtime-error' }
    case 'syntax-error':
      return { failed: line(outcome.error), status: 'syntax-error' }
    case 'unmet':
      return { failed: outcome.saw, status: 'runtime-error' }
    case 'time-out':
      return { failed: TIME_OUT, status: 'time-out' }
    case 'memory-limit':
      return { failed: verdictNames['memory-limit'], status: 'memory-limit' }
    case 'output-limit':
      return { failed: 'it returned too much.', status: 'runtime-error' }
    default:
      return outcome satisfies never
  }
}
