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

/** What an attempt, of R * G, reads next. */
export interface NextToken {
  attempt: number
  id: number
  position: number
}

/** Attempts whose tokens are drawn on the host, from logits. */
export interface HostDecoding extends ReadPrompts {
  where: 'host'
  /** Logits [V] of an attempt after its t-th new token; t counts from 0. Attempts that are not named have ended. */
  step(t: number, tokens: readonly NextToken[]): Promise<(attempt: number) => Float32Array>
}

/** Tokens by attempt, where a step is always of all R * G: an attempt that has ended reads token 0. */
export function ofAll(count: number, tokens: readonly NextToken[]): { ids: number[]; positions: number[] } {
  const ids = new Array<number>(count).fill(0)
  const positions = new Array<number>(count).fill(tokens[0]!.position)
  for (const { attempt, id, position } of tokens) {
    ids[attempt] = id
    positions[attempt] = position
  }
  return { ids, positions }
}

/** One row of logits [R * G, V]. */
export const rowOf =
  (logits: Float32Array, vocabulary: number) =>
  (attempt: number): Float32Array =>
    logits.subarray(attempt * vocabulary, (attempt + 1) * vocabulary)

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
