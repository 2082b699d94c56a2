/** A thread that says what a file is and can be ended: inspect.ts holds it to its time and memory. */
import { parentPort, workerData } from 'node:worker_threads'
import { fileRange } from './file-range.ts'
import { describeFile, refusalOf, type Description, type Refusal } from './inspect-file.ts'

export type Said = { description: Description } | { refusal: Refusal } | { fault: string }

const { path } = workerData as { path: string }
parentPort!.postMessage(
  await describeFile(fileRange(path)).then(
    (description): Said => ({ description }),
    (error: unknown): Said => {
      const refusal = refusalOf(error)
      return refusal ? { refusal } : { fault: String(error) }
    },
  ),
)
