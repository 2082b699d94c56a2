/**
 * An attempt as the lab shows it, a union by the stage it has come to: each stage includes what the earlier ones know, and
 * what is still to come is null by its type. What goes together is known together: a verdict with its records, both readings
 * with their credit. fold-attempt.ts makes them.
 */
import type { Position, PromptPiece } from '../../engine/protocol.ts'
import type { TestRecord, Verdict } from '../../verify/verdict.ts'

interface Place {
  /** 1-based number through the whole run. */
  attempt: number
  step: number
  /** 0-based row within its step. */
  row: number
}

/** Its tokens so far; complete from `sampled` on. */
interface Text {
  tokens: readonly number[]
  /** The tokens' texts, one each; special tokens by name. */
  pieces: readonly string[]
  text: string
}

interface Unwritten extends Place, Text {
  read: null
  logProbs: readonly []
  finish: null
}
interface Written extends Place, Text {
  /** What the student read in place of the question (multi-turn); null where it read the question alone. */
  read: readonly PromptPiece[] | null
  /** log p_old of every token, nats. */
  logProbs: readonly number[]
  finish: 'end' | 'length'
}

interface Unjudged extends Unscored {
  verdict: null
  records: readonly []
  passed: null
  reprompt: null
  advantage: null
  selected: null
}
interface Judged {
  verdict: Verdict
  records: readonly TestRecord[]
  passed: boolean
  /** GRPO's number for this attempt; null until the group has it. */
  advantage: number | null
  /** 1 a token that the update distils; null where it distils all, and until that is known. */
  selected: readonly (0 | 1)[] | null
}

interface RepromptView {
  /** Concatenated, the whole text the self-teacher reads (chat template left out). */
  pieces: readonly PromptPiece[]
  /** 0: neither solution nor feedback, so the attempt teaches nothing by distillation. */
  mask: 0 | 1
  /** The attempt whose text is the solution section. */
  solutionFrom: number | null
}

interface Unscored {
  positions: null
  credit: null
  creditPeak: 0
  after: null
}
interface Scored {
  reprompt: RepromptView
  /** Both readers at every token. */
  positions: readonly Position[]
  /** log p_T - log p_S of every sampled token, nats. */
  credit: readonly number[]
  /** Largest |credit| of the attempt; 0 where it teaches nothing. The scale of its bars. */
  creditPeak: number
  /** Student's log-probs after the update on each position's candidates, nats; null until known. */
  after: readonly (readonly number[])[] | null
}

export type UnwrittenAttempt = Unwritten & Unjudged & { stage: 'waiting' | 'sampling' }
type SampledAttempt = Written & Unjudged & { stage: 'sampled' }
type RepromptedAttempt = Written & Judged & Unscored & { stage: 'reprompted'; reprompt: RepromptView }
export type ScoredAttempt = Written & Judged & Scored & { stage: 'scored' | 'updated' }
export type JudgedAttempt =
  | (Written & Judged & Unscored & { stage: 'judged'; reprompt: null })
  | RepromptedAttempt
  | ScoredAttempt
  /** By an arm without a self-teacher, or where the attempt teaches nothing. */
  | (Written & Judged & Unscored & { stage: 'updated'; reprompt: RepromptView | null })

export type AttemptView = UnwrittenAttempt | SampledAttempt | JudgedAttempt
