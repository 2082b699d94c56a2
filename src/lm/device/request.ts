/** What a decoding on the graphics device starts from. */
import type { Value } from 'ort-train'
import type { Theta } from '../model.ts'

export interface DeviceDecodingRequest {
  /** Lengths of the R prompts. */
  lengths: readonly number[]
  thetas: readonly Theta[] | null
  /** P, G and N. */
  columns: number
  attempts: number
  response: number
  temperature: number
  topP: number
  /** Each layer's cache of the prompts, [R, kvHeads, headDim, P] and [R, kvHeads, P, headDim], on the device; the decoding frees them. */
  promptKeys: readonly Value[]
  promptValues: readonly Value[]
}
