/** What goes into a sandbox and what comes out: plain data, so that it can cross to a thread. Expected values stay out of it, but for asserts, which carry their own. */
import type { Json, Language } from '../problems/problem.ts'
import type { SandboxLimits } from './limits.ts'

interface Program {
  language: Language
  /** `expression`: `code` is one expression over `parameters`. `function`: `code` defines `name`. `stdin`: `code` is run as it is, once a test. */
  shape:
    | { kind: 'expression'; parameters: string[] }
    | { kind: 'function'; name: string; objects?: boolean }
    | { kind: 'stdin' }
  code: string
  /** Code that runs before the candidate's: classes and imports that it may take for granted. */
  prelude?: string
  /** Of a function: code that defines `adapted(program, ...args)`, which is called in its place. */
  adapter?: string
  /** JavaScript. Source of an expression: a function that prepares one test's array of arguments before the candidate exists. */
  wrapArguments?: string
}

/** What is done with the program for one test. */
export type Step =
  | { kind: 'args'; args: Json[] }
  /** An expression over the program's names. */
  | { kind: 'call'; call: string }
  | { kind: 'assert'; assert: string }
  | { kind: 'stdin'; stdin: string }

export interface Job {
  program: Program
  steps: Step[]
  limits: SandboxLimits
}

export interface ProgramError {
  name: string
  message: string
  /** From 1, in the candidate's code; not for expressions. */
  line?: number
}

export type TestOutcome =
  /** `value` is for `decodeValue`: what was returned; for a whole program, all that it printed; for an assert that holds, true. */
  | { kind: 'returned'; value: string; printed: string }
  /** An assert does not hold. `saw`: what its calls returned, a line each, or what the assert says. */
  | { kind: 'unmet'; saw: string; printed: string }
  | { kind: 'threw'; error: ProgramError; printed: string }
  | { kind: 'time-out' }
  | { kind: 'memory-limit' }
  | { kind: 'output-limit' }

export type Ending =
  | { kind: 'syntax-error'; error: ProgramError }
  /** The code defines nothing of the program's name. */
  | { kind: 'no-program' }
  /** One outcome a step, in order; none after a time-out. */
  | { kind: 'ran'; outcomes: TestOutcome[] }

/** `timeMs`: wall milliseconds in the sandbox, without waiting for it. */
export type Execution = Ending & { timeMs: number }
