/** The thread's side of `watched.ts`: jobs in, outcomes out. */
import { Sandbox } from './sandbox.ts'
import type { SandboxSource } from './sandbox.ts'
import type { SandboxReply, SandboxRequest } from './watched.ts'

/** Loads the interpreter, says so, and returns what to call with each request. */
export function serveSandbox(source: SandboxSource, reply: (message: SandboxReply) => void): (request: SandboxRequest) => void {
  const sandbox = new Sandbox(source)
  sandbox.ready().then(
    () => reply({ type: 'ready' }),
    (error: unknown) => reply({ type: 'failed', message: text(error) }),
  )
  return ({ id, job }) => {
    sandbox.run(job, (outcome) => reply({ type: 'outcome', id, outcome })).then(
      (execution) => reply({ type: 'done', id, execution }),
      (error: unknown) => reply({ type: 'failed', id, message: text(error) }),
    )
  }
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
