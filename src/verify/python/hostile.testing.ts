/** Candidates in Python that attack the judge, and the statuses that each may end in. Used by the tests of every kind of thread. */
import type { Problem } from '../../problems/problem.ts'
import { keepLarge } from '../problem.testing.ts'
import type { HostileCandidate } from './hostile-candidate.testing.ts'
import { escape } from './hostile-escape.testing.ts'
import { exhaustion } from './hostile-exhaustion.testing.ts'
import { forgery } from './hostile-forgery.testing.ts'

export { goodPython } from './hostile-candidate.testing.ts'

/** Small, so that the whole list runs in seconds. */
export const pythonLimits = { timeMs: 300, memoryBytes: 96 * 1024 * 1024 }

const values = keepLarge.tests.flatMap((test) => ('args' in test ? [test] : []))

/** "Keep what exceeds 3" in Python: by arguments, by a call, by an assert. */
export const keepLargePython: Problem = {
  ...keepLarge,
  id: 'keep-large-python',
  program: { kind: 'function', name: 'solve', language: 'python' },
  tests: [
    ...values.slice(0, 8),
    { call: 'solve([6, 2, 7])', expected: [6, 7] },
    { assert: 'assert solve([1, 4, 3, 5]) == [4, 5]' },
  ],
}

export const hostilePython: readonly HostileCandidate[] = [...exhaustion, ...forgery, ...escape]
