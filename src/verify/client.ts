/** The judge for pages and their workers: candidates run in a dedicated worker under a watchdog. */
import { createJudge } from './judge.ts'
import type { Judge } from './judge.ts'
import { WatchedExecutor } from './watched.ts'
import type { SandboxReply, StartThread } from './watched.ts'

const start: StartThread = (reply, fail) => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'sandbox' })
  worker.onmessage = (event: MessageEvent<SandboxReply>) => reply(event.data)
  worker.onerror = (event) => fail(event.message === undefined || event.message === '' ? 'Its script could not be loaded.' : event.message)
  worker.onmessageerror = () => fail('Its answer could not be read.')
  return { post: (request) => worker.postMessage(request), terminate: () => worker.terminate() }
}

/** Starts nothing until the first response is judged. */
export function createWorkerJudge(): Judge {
  return createJudge(new WatchedExecutor(start))
}
