/** The judge of runs in Node: JavaScript in this thread, Python in one that is watched, and no program twice. */
import type { Judge } from '../sdpo/judge.ts'
import { createJudge } from '../verify/create-judge.ts'
import type { Execution } from '../verify/job.ts'
import { pythonThreads } from '../verify/node.ts'
import { byLanguage } from '../verify/pool.ts'
import { Sandbox } from '../verify/sandbox.ts'

/** Small models write the same program again and again; the sandboxes are deterministic, so each is run once. */
export function rememberingJudge(): Judge {
  const known = new Map<string, Promise<Execution>>()
  const sandboxes = byLanguage({
    javascript: () => {
      const sandbox = new Sandbox({})
      return { execute: (job) => sandbox.run(job), dispose: () => {} }
    },
    python: pythonThreads,
  })
  const { judge } = createJudge({
    execute: (job) => {
      const key = JSON.stringify([job.program, job.steps])
      const execution = known.get(key) ?? sandboxes.execute(job)
      known.set(key, execution)
      return execution
    },
    dispose: () => sandboxes.dispose(),
  })
  return judge
}
