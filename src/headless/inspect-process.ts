/** A process that says what a file is and can be ended whatever it is at: bin/inspect.ts holds it to its time, and it holds itself to its memory. */
import { Worker } from 'node:worker_threads'
import { fileRange } from './file-range.ts'
import { describeFile, refusalOf, type Description, type Refusal } from './inspect-file.ts'

export type Said = { description: Description } | { refusal: Refusal } | { fault: string }

const [path, mostBytes] = process.argv.slice(2) as [string, string]

/** In a thread of its own, since parsing lets nothing else of its thread run. Asked for by the process as a whole: buffers are no part of a heap's limit. */
const watch = new Worker(
  `const { workerData: most } = require('node:worker_threads')
   setInterval(() => process.memoryUsage.rss() > most && process.kill(process.pid, 'SIGKILL'), 10)`,
  { eval: true, execArgv: [], workerData: process.memoryUsage.rss() + Number(mostBytes) },
)
await new Promise((resolve) => watch.once('online', resolve))
watch.unref()

const said = await describeFile(fileRange(path)).then(
  (description): Said => ({ description }),
  (error: unknown): Said => {
    const refusal = refusalOf(error)
    return refusal ? { refusal } : { fault: String(error) }
  },
)
process.send!(said, () => process.exit(0))
