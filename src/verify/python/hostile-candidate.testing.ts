/** How an attack on the judge is written down. */
import type { VerdictStatus } from '../verdict.ts'

/** The statuses are those that it may end in. */
export type HostileCandidate = [name: string, code: string, ...status: VerdictStatus[]]

export const goodPython = 'def solve(xs):\n    return [x for x in xs if x > 3]'

/** `body` as that of the function. */
export const fn = (body: string, before = '') =>
  `${before}\ndef solve(xs):\n${body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`
