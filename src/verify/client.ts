/** The judge for pages and their workers: candidates run in dedicated workers under a watchdog. */
import { createJudge } from './create-judge.ts'
import type { Judge } from './judge.ts'
import { byLanguage, Pool } from './pool.ts'
import { WatchedThread } from './watched.ts'
import type { SandboxReply, StartThread } from './watched.ts'

/** Starting Python on a busy phone, over a slow network. */
const PYTHON_START_MS = 180_000

function starter(create: () => Worker): StartThread {
  return (reply, fail) => {
    const worker = create()
    worker.onmessage = (event: MessageEvent<SandboxReply>) => reply(event.data)
    worker.onerror = (event) =>
      fail(
        event.message === undefined || event.message === ''
          ? 'Its script could not be loaded.'
          : event.message,
      )
    worker.onmessageerror = () => fail('Its answer could not be read.')
    return { post: (request) => worker.postMessage(request), terminate: () => worker.terminate() }
  }
}

const startJavaScript = starter(
  () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'sandbox' }),
)
const startPython = starter(
  () =>
    new Worker(new URL('./python/worker.ts', import.meta.url), { type: 'module', name: 'python-sandbox' }),
)

/** Starts nothing until the first response is judged. */
export function createWorkerJudge(): Judge {
  const cores = navigator.hardwareConcurrency
  return createJudge(
    byLanguage({
      javascript: () => new Pool(() => new WatchedThread(startJavaScript), cores >= 4 ? 2 : 1),
      // An interpreter takes some 100 MB: one works, or two, and one waits.
      python: () => new Pool(() => new WatchedThread(startPython, PYTHON_START_MS), cores >= 8 ? 2 : 1),
    }),
  )
}
