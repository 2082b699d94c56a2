/**
 * A language model as the method sees it: sample, and score. The weights are a frozen base plus
 * theta, one flat vector (a LoRA adapter, or all weights), so that student, EMA teacher, snapshot
 * and every arm of a race are just different thetas over the same graphs.
 */
import type { Rng } from '../rng.ts'
import type { LlamaConfig } from './config.ts'
import type { Tokenizer } from './tokenizer.ts'

/** The trainable vector of one policy, owned by the runtime that made it. `null` stands for the untouched base. */
export type Theta = Float32Array | null

export interface SampleRequest {
  /** Prompt token ids, shared by all samples. */
  prompt: readonly number[]
  theta: Theta
  /** One generator per sample; its length is the number of samples G. Samples do not depend on their neighbours. */
  rngs: readonly Rng[]
  maxNewTokens: number
  temperature: number
  /** 1 = off. Truncates sampling only: `logProbs` stay those of the full distribution at `temperature`. */
  topP: number
  /** Called after every decoded position with the samples so far. */
  onToken?: (tokens: readonly (readonly number[])[]) => void
}

export interface Sample {
  /** Response token ids, the end token included when the model ended by itself. */
  tokens: number[]
  /** log p_old of every token, nats, at the sampling temperature over the full vocabulary. */
  logProbs: number[]
  finish: 'end' | 'length'
}

export interface ScoreRow {
  prompt: readonly number[]
  response: readonly number[]
}

/** Full next-token log-probabilities at temperature T, teacher-forced. */
export interface Scored {
  /** Row-major [response length, vocabulary], nats. */
  logProbs: Float32Array
  vocabulary: number
}

export interface LanguageModel {
  readonly config: LlamaConfig
  readonly tokenizer: Tokenizer
  /** Length of a theta of this model's adapter. */
  readonly thetaLength: number
  /** Milliseconds that have gone into compiling so far: in the first pass of every shape. Absent where nothing is compiled. */
  readonly compiled?: number
  sample(request: SampleRequest): Promise<Sample[]>
  score(theta: Theta, rows: readonly ScoreRow[], temperature: number): Promise<Scored[]>
}
