/** What a candidate may use. One set for a whole attempt, all its tests together. */
export interface SandboxLimits {
  /** Wall milliseconds for all tests of the attempt. */
  timeMs: number
  /** Bytes of the JavaScript heap. */
  memoryBytes: number
  /** Longest result of one test, in characters of its JSON. */
  outputChars: number
}

export const DEFAULT_LIMITS: SandboxLimits = { timeMs: 1000, memoryBytes: 32 * 1024 * 1024, outputChars: 65536 }
