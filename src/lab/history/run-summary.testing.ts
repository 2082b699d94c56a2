/** A run as the history lists it, for tests of what is kept. */
import type { RunSummary } from './run-history.ts'

export const runSummary = (id: string, at: number): RunSummary => ({
  id,
  at,
  title: 'T',
  seed: 7,
  arm: 'sdpo',
  steps: 2,
  attempts: 4,
  firstPass: null,
})
