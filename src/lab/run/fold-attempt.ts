/** How one attempt goes from stage to stage, event by event. An event that comes before its stage changes nothing. */
import type { RunEventOf } from '../../engine/protocol.ts'
import { pieceOf } from '../text/token.ts'
import type { AttemptView, JudgedAttempt, UnwrittenAttempt } from './attempt-view.ts'
import { logRatios } from './log-ratio.ts'

type Names = Readonly<Record<string, string>>

const unjudged = {
  verdict: null,
  records: [],
  passed: null,
  reprompt: null,
  advantage: null,
  selected: null,
  positions: null,
  credit: null,
  creditPeak: 0,
  after: null,
} as const
const unscored = { positions: null, credit: null, creditPeak: 0, after: null } as const

export function waiting(attempt: number, step: number, row: number): UnwrittenAttempt {
  const nothing = { read: null, tokens: [], pieces: [], text: '', logProbs: [], finish: null } as const
  return { stage: 'waiting', attempt, step, row, ...nothing, ...unjudged }
}

export function decoding(a: AttemptView, tokens: readonly number[], vocabulary: Names): AttemptView {
  if (a.finish !== null || tokens.length === 0) return a
  const pieces = tokens.map((id) => pieceOf(vocabulary, id))
  return { ...a, stage: 'sampling', tokens, pieces, text: pieces.join('') }
}

export function sampled(
  a: AttemptView,
  event: RunEventOf<'attempt-sampled'>,
  vocabulary: Names,
): AttemptView {
  const { tokens, text, logProbs, finish, pieces: read = null } = event
  const { attempt, step, row } = a
  const pieces = tokens.map((id) => pieceOf(vocabulary, id))
  return { stage: 'sampled', attempt, step, row, read, tokens, pieces, text, logProbs, finish, ...unjudged }
}

export function judged(a: AttemptView, { verdict, records }: RunEventOf<'attempt-judged'>): AttemptView {
  if (a.finish === null) return a
  const passed = verdict.reward >= 1
  const { advantage, selected } = a
  return { ...a, ...unscored, stage: 'judged', reprompt: null, verdict, records, passed, advantage, selected }
}

export function reprompted(a: AttemptView, event: RunEventOf<'attempt-reprompted'>): AttemptView {
  if (!isJudged(a)) return a
  const { pieces, mask, solutionFrom = null } = event
  return { ...a, ...unscored, stage: 'reprompted', reprompt: { pieces, mask, solutionFrom } }
}

export function scored(a: AttemptView, { positions }: RunEventOf<'attempt-scored'>): AttemptView {
  if (!isJudged(a) || !a.reprompt) return a
  const { reprompt } = a
  const credit = logRatios(positions)
  const creditPeak = reprompt.mask === 0 ? 0 : credit.reduce((peak, c) => Math.max(peak, Math.abs(c)), 0)
  return { ...a, stage: 'scored', reprompt, positions, credit, creditPeak, after: null }
}

export function withAdvantage(
  a: AttemptView,
  advantage: number | undefined,
  selected: readonly (0 | 1)[] | null,
): AttemptView {
  return advantage === undefined || !isJudged(a) ? a : { ...a, advantage, selected }
}

export function updated(a: AttemptView): AttemptView {
  return isJudged(a) ? { ...a, stage: 'updated' } : a
}

export function rescored(a: AttemptView, { after }: RunEventOf<'attempt-rescored'>): AttemptView {
  return isJudged(a) && a.positions ? { ...a, after } : a
}

/** The attempt before both had read it: what is shown while a credit is not to be told yet. */
export function beforeScores(a: AttemptView): AttemptView {
  if (!isJudged(a) || !a.reprompt) return a
  return { ...a, ...unscored, stage: 'reprompted', reprompt: a.reprompt }
}

function isJudged(a: AttemptView): a is JudgedAttempt {
  return a.verdict !== null
}
