/** What a candidate may use. One set for a whole attempt, all its tests together. */
import type { Language, Problem } from '../problems/problem.ts'

export interface SandboxLimits {
  /** Wall milliseconds for all tests of the attempt. */
  timeMs: number
  /** Bytes: of the JavaScript heap; in Python, of the interpreter and everything in it. */
  memoryBytes: number
  /** Longest result of one test, in characters of its JSON, or of what a whole program prints. */
  outputChars: number
}

/** What is said where a recursion is deeper than the sandbox's stack, which is not the program's fault. */
export const recursionLimit = 'more calls inside one another than the sandbox holds'

/** JavaScript's words for it, as Node has them. */
export const stackOverflowMessage = 'Maximum call stack size exceeded'

const MB = 1024 * 1024

export const DEFAULT_LIMITS: Readonly<Record<Language, SandboxLimits>> = {
  javascript: { timeMs: 1000, memoryBytes: 32 * MB, outputChars: 65_536 },
  // The interpreter itself takes 30 MB, and is some ten times slower than the machine's own Python.
  python: { timeMs: 4000, memoryBytes: 160 * MB, outputChars: 65_536 },
}

/** The limits of a problem, given in it or by its language. */
export function limitsOf(
  { limits }: Problem,
  language: Language,
  given: Partial<SandboxLimits> = {},
): SandboxLimits {
  return {
    ...DEFAULT_LIMITS[language],
    ...(limits?.timeMs !== undefined && { timeMs: limits.timeMs }),
    ...(limits?.memoryMb !== undefined && {
      memoryBytes: (limits.memoryMb + (language === 'python' ? 32 : 0)) * MB,
    }),
    ...given,
  }
}
