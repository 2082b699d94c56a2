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

/** A policy and the rows that it reads. */
export interface PolicyRows {
  theta: Theta
  rows: readonly ScoreRow[]
}

/** Two readers of the same responses. */
export interface ComparisonRequest {
  student: PolicyRows
  /** Its responses are the student's; its prompts may be others. */
  teacher: PolicyRows
  temperature: number
  /** Of the divergence over the whole vocabulary. 0: KL(teacher || student); 1: KL(student || teacher); between: the generalised Jensen-Shannon divergence. */
  alpha: number
  /** Candidates of each reader. */
  k: number
}

/** Two readers at one position, nats. */
export interface ComparedPosition {
  /** The response's token, then the k likeliest of the student and those of the teacher, each largest first: some may be there twice. */
  ids: number[]
  /** Log-probabilities on `ids`. */
  student: number[]
  teacher: number[]
  divergence: number
  studentEntropy: number
  teacherEntropy: number
}

/** A row to score at some ids of each position. */
export interface AskedRow extends ScoreRow {
  ids: readonly (readonly number[])[]
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
  /** What tells two readers apart at every position, without whole rows of log-probabilities; null where only those are to be had, of rows as many and as long as these. */
  compare?(request: ComparisonRequest): Promise<ComparedPosition[][] | null>
  /** Log-probabilities at the ids of every position, by row, position and id; null as `compare` is. */
  logProbsAt?(theta: Theta, rows: readonly AskedRow[], temperature: number): Promise<number[][][] | null>
}
