/** What goes into a sandbox and what comes out: plain data, so that it can cross to a thread. No expected value is among it. */
import type { Json } from '../problems/problem.ts'
import type { SandboxLimits } from './limits.ts'

export interface Program {
  /** `expression`: `code` is one expression over `parameters`. `function`: `code` is a script that defines `name`. */
  shape: { kind: 'expression'; parameters: string[] } | { kind: 'function'; name: string }
  code: string
  /** Source of an expression: a function that prepares one test's array of arguments before the candidate exists. */
  wrapArguments?: string
}

export interface Job {
  program: Program
  /** One list of arguments a test. */
  calls: Json[][]
  limits: SandboxLimits
}

export interface ProgramError {
  name: string
  message: string
  /** From 1, in the candidate's code; only for functions. */
  line?: number
}

export type TestOutcome =
  /** `value` is for `decodeValue`. */
  | { kind: 'returned'; value: string; printed: string }
  | { kind: 'threw'; error: ProgramError; printed: string }
  | { kind: 'time-out' }
  | { kind: 'memory-limit' }
  | { kind: 'output-limit' }

export type Ending =
  | { kind: 'syntax-error'; error: ProgramError }
  /** The code defines no function of the program's name. */
  | { kind: 'no-program' }
  /** One outcome a call, in order; none after a time-out. */
  | { kind: 'ran'; outcomes: TestOutcome[] }

/** `timeMs`: wall milliseconds in the sandbox, without waiting for it. */
export type Execution = Ending & { timeMs: number }
