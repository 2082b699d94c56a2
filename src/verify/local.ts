/** The judge in the calling thread, for Node and tests: no watchdog, so for code that one need not fear to wait for. Python where its source is given. */
import { createJudge } from './create-judge.ts'
import type { Judge } from './judge.ts'
import type { PythonSource } from './python/module.ts'
import { PythonSandbox } from './python/sandbox.ts'
import { Sandbox } from './sandbox.ts'

export function createLocalJudge(source: PythonSource | null = null): Judge {
  const javascript = new Sandbox()
  const python = source && new PythonSandbox(source)
  let ended = false
  return createJudge({
    execute: async (job) => {
      if (ended) throw new Error('The judge was disposed of.')
      const sandbox = job.program.language === 'python' ? python : javascript
      if (!sandbox) throw new Error('This judge has no Python.')
      return sandbox.run(job)
    },
    dispose: () => {
      ended = true
    },
  })
}
