/** A thread that reads one input after another and says which it has come to, so that one that hangs is known. */
import { parentPort, workerData } from 'node:worker_threads'
import type { FuzzKind } from './fuzz-kinds.ts'
import { faultOf } from './fuzz-one.ts'

const { kind, seed, from, to } = workerData as { kind: FuzzKind; seed: number; from: number; to: number }
for (let n = from; n < to; n++) {
  parentPort!.postMessage({ n })
  const fault = await faultOf(kind, seed, n)
  if (fault) parentPort!.postMessage({ n, fault })
}
