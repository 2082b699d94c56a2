/** The forward passes that sampling and scoring are made of, however a model's graphs are cut. */
import type { Batch } from './batch.ts'
import type { Theta } from './model.ts'
import type { Draw } from './sampling.ts'

export interface DecodingRequest {
  /** R prompts, one a policy. */
  prompts: readonly (readonly number[])[]
  /** One a policy; null reads without an adapter. */
  thetas: readonly Theta[] | null
  /** P: columns the prompts are padded to. */
  columns: number
  /** G: attempts of each policy. */
  attempts: number
  /** N: new tokens at most. */
  response: number
  /** Of the draws, where they are made on the device. */
  temperature: number
  topP: number
}

interface ReadPrompts {
  /** Logits after each prompt, [R, V]. */
  readonly logits: Float32Array
  /** Frees the caches. */
  end(): void
}

/** Attempts whose tokens are drawn on the host, from logits. */
interface HostDecoding extends ReadPrompts {
  where: 'host'
  /** Logits [R * G, V] after the t-th new token of every attempt, which stands at its position; t counts from 0. */
  step(t: number, ids: readonly number[], positions: readonly number[]): Promise<Float32Array>
}

/** Attempts whose tokens are drawn where their logits are. */
interface DeviceDecoding extends ReadPrompts {
  where: 'device'
  /** Reads the t-th new token of every attempt and draws the next with a number of 32 bits each; t counts from 0. */
  next(t: number, ids: readonly number[], uniforms: readonly number[]): Promise<Draw[]>
}

/** R prompts that have been read, and their R * G attempts going on from there. */
export type Decoding = HostDecoding | DeviceDecoding

export interface Executor {
  /** Log-probabilities at a temperature of every response column, [B * N, V]; the batch's rows are those of the policies, policy by policy. */
  logProbs(batch: Batch, thetas: readonly Theta[], temperature: number): Promise<Float32Array>
  decode(request: DecodingRequest): Promise<Decoding>
  /** Frees every session. */
  dispose(): Promise<void>
}
