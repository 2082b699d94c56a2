/** What a runtime has done since it was made, in counts that do not depend on how busy the machine is, and in seconds. */
import type { Tensor as OrtTensor } from 'onnxruntime-web'

/** Whoever wants the cost of some work subtracts what was there before it (`tallySince`). */
export interface Tally {
  /** Sessions made, and the seconds that took: compilation. */
  sessions: number
  sessionSeconds: number
  runs: number
  runSeconds: number
  /** Of the matrix products of all runs. */
  multiplyAdds: number
  /** Bytes fed from the host and given back to it. WebAssembly copies them; Node does not. */
  bytesFed: number
  bytesGiven: number
}

/** Nothing done yet. */
export const noTally = (): Tally => ({
  sessions: 0,
  sessionSeconds: 0,
  runs: 0,
  runSeconds: 0,
  multiplyAdds: 0,
  bytesFed: 0,
  bytesGiven: 0,
})

/** What has been done since an earlier copy of the same tally. */
export const tallySince = (now: Tally, before: Tally): Tally =>
  Object.fromEntries(
    Object.entries(now).map(([name, value]) => [name, (value as number) - before[name as keyof Tally]]),
  ) as unknown as Tally

/** Bytes of the tensors that lie on the host. */
export const hostBytes = (tensors: Readonly<Record<string, OrtTensor>>): number =>
  Object.values(tensors).reduce(
    (sum, tensor) => sum + (tensor.location === 'cpu' ? (tensor.data as Uint8Array).byteLength : 0),
    0,
  )
