/** The judge of runs in Node: in this thread, and no program twice. */
import type { Judge } from '../sdpo/judge.ts'
import { createJudge } from '../verify/create-judge.ts'
import type { Execution } from '../verify/job.ts'
import { Sandbox } from '../verify/sandbox.ts'

/** Small models write the same program again and again; the sandbox is deterministic, so each is run once. */
export function rememberingJudge(): Judge {
  const sandbox = new Sandbox({})
  const known = new Map<string, Promise<Execution>>()
  const { judge } = createJudge({
    execute: (job) => {
      const key = JSON.stringify([job.program, job.steps])
      const execution = known.get(key) ?? sandbox.run(job)
      known.set(key, execution)
      return execution
    },
    dispose: () => {},
  })
  return judge
}
