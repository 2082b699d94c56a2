/** A thread that says what a file is and can be ended: inspect.ts holds it to its time and memory. */
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { ByteRange } from '../../src/lm/weights/bytes.ts'
import { ensureWithin } from '../../src/lm/weights/bytes.ts'
import { describeFile, refusalOf, type Description, type Refusal } from './inspect-file.ts'

export type Said = { description: Description } | { refusal: Refusal } | { fault: string }

const { path } = workerData as { path: string }
const handle = await open(path)
const { size } = await handle.stat()
const file: ByteRange = {
  name: basename(path),
  size,
  read: async (start, end) => {
    ensureWithin(basename(path), size, start, end)
    const bytes = new Uint8Array(end - start)
    await handle.read(bytes, 0, bytes.length, start)
    return bytes
  },
}
parentPort!.postMessage(
  await describeFile(file).then(
    (description): Said => ({ description }),
    (error: unknown): Said => {
      const refusal = refusalOf(error)
      return refusal ? { refusal } : { fault: String(error) }
    },
  ),
)
await handle.close()
