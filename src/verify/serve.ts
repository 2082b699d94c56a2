/** The thread's side of `watched.ts`: jobs in, outcomes out. */
import { messageOf } from '../explained-error.ts'
import type { Executing } from './sandbox.ts'
import type { SandboxReply, SandboxRequest } from './watched.ts'

/** Loads the interpreter, says so, and returns what to call with each request. */
export function serveSandbox(
  sandbox: Executing,
  reply: (message: SandboxReply) => void,
): (request: SandboxRequest) => void {
  sandbox.ready().then(
    () => reply({ type: 'ready' }),
    (error: unknown) => reply({ type: 'failed', message: messageOf(error) }),
  )
  return ({ id, job }) => {
    sandbox
      .run(job, (outcome) => reply({ type: 'outcome', id, outcome }))
      .then(
        (execution) => reply({ type: 'done', id, execution, spent: sandbox.spent }),
        (error: unknown) => reply({ type: 'failed', id, message: messageOf(error) }),
      )
  }
}
