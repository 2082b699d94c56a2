/** The judge for Node with the watchdog of the browser's: for commands that take candidates from anywhere. */
import { messageOf } from '../explained-error.ts'
import { startThread } from '../start-thread.ts'
import { createJudge } from './create-judge.ts'
import type { Executor, Judge } from './judge.ts'
import { byLanguage, Pool } from './pool.ts'
import { WatchedThread } from './watched.ts'
import type { SandboxReply, StartThread } from './watched.ts'

/** Of a thread's own stack: a recursion is as deep as it is in Node and CPython themselves, which no browser's worker allows. */
const STACK_MB = 64

/** Starting Python on a busy machine. */
const PYTHON_START_MS = 120_000

const starter =
  (script: string): StartThread =>
  (reply, fail) => {
    const worker = startThread(new URL(script, import.meta.url), {}, { stackSizeMb: STACK_MB })
    worker.on('message', (message: SandboxReply) => reply(message))
    worker.on('error', (error) => fail(messageOf(error)))
    worker.unref()
    return { post: (request) => worker.postMessage(request), terminate: () => void worker.terminate() }
  }

/** Python in threads of Node, each ended where it does not answer in time. Starts none until the first job. */
export const pythonThreads = (parallel = 1): Executor =>
  new Pool(() => new WatchedThread(starter('./node-python-thread.ts'), PYTHON_START_MS), parallel)

/** Starts nothing until the first response is judged; keeps no process alive by itself. `parallel`: attempts judged at once. */
export function createThreadJudge(parallel = 1): Judge {
  return createJudge(
    byLanguage({
      javascript: () => new Pool(() => new WatchedThread(starter('./node-thread.ts')), parallel),
      python: () => pythonThreads(parallel),
    }),
  )
}
