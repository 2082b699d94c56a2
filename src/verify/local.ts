/** The judge in the calling thread, for Node and tests: no watchdog, so for code that one need not fear to wait for. */
import { createJudge } from './judge.ts'
import type { Judge } from './judge.ts'
import { Sandbox } from './sandbox.ts'
import type { SandboxSource } from './sandbox.ts'

export function createLocalJudge(source: SandboxSource = {}): Judge {
  const sandbox = new Sandbox(source)
  let ended = false
  return createJudge({
    execute: async (job) => {
      if (ended) throw new Error('The judge was disposed of.')
      return sandbox.run(job)
    },
    dispose: () => {
      ended = true
    },
  })
}
