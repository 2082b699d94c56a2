/**
 * The same attempt under every rule of credit, for rows under one another: SDPO at its three grains,
 * GRPO and the mix (paper, section 3 and Eq. 3), and RLSD (arXiv 2604.03128), each with one sentence computed from the row itself.
 */
import type { Position } from '../../engine/protocol.ts'
import { sdpoCredit, negligibleCredit } from './credit.ts'
import { decimal, signed } from '../text/format.ts'
import { logRatios } from '../run/log-ratio.ts'
import type { AttemptView } from '../run/view.ts'
import { evidence, evidenceClip } from '../../sdpo/loss-terms.ts'
import type { Phrase } from '../text/phrase.ts'

type CreditRowKind = 'logit' | 'token' | 'sequence' | 'grpo' | 'mix' | 'rlsd'

export interface CreditRow {
  kind: CreditRowKind
  name: string
  /** One number a token, nats (GRPO's has no unit); null while it is not known. */
  values: readonly number[] | null
  /** A divergence has a size and no direction. */
  directed: boolean
  said: Phrase
}

export interface CompareOptions {
  /** GRPO's share in the mix. */
  lambda: number
  advantageClip: number | null
  /** Mean reward of the attempt's group; null before the verdicts. */
  groupMean: number | null
}

const names: Readonly<Record<CreditRowKind, string>> = {
  logit: 'SDPO, logit',
  token: 'SDPO, token',
  sequence: 'SDPO, sequence',
  grpo: 'GRPO',
  mix: 'SDPO + GRPO',
  rlsd: 'RLSD',
}

/** Rows in the order of their level, finest first. `positions` stands for the attempt's own reading or another one. */
export function creditRows(
  attempt: AttemptView,
  positions: readonly Position[] | null,
  options: CompareOptions,
): CreditRow[] {
  const { lambda, advantageClip } = options
  const masked = attempt.reprompt?.mask === 0
  const nothing = attempt.tokens.map(() => 0)
  const sdpo = (read: (positions: readonly Position[]) => number[]) =>
    masked ? nothing : positions && read(positions)
  const logit = sdpo((all) => all.map((p) => p.divergence))
  const token = sdpo((all) => sdpoCredit(all, 'token', advantageClip))
  const sequence = sdpo((all) => sdpoCredit(all, 'sequence', advantageClip))
  const grpo = attempt.advantage === null ? null : attempt.tokens.map(() => attempt.advantage!)
  const mix = token && grpo && token.map((t, i) => lambda * grpo[i]! + (1 - lambda) * t)
  const told = masked ? nothing : positions && logRatios(positions)
  const rlsd = told && grpo && told.map((ratio, i) => grpo[i]! * evidence(ratio, grpo[i]!))
  const row = (
    kind: CreditRowKind,
    values: readonly number[] | null,
    said: (values: readonly number[]) => Phrase,
  ): CreditRow => ({
    kind,
    name: names[kind],
    values,
    directed: kind !== 'logit',
    said:
      values === null
        ? [
            kind === 'grpo' || kind === 'mix' || kind === 'rlsd'
              ? 'Known when the group is judged.'
              : 'Known when the self-teacher has re-read the attempt.',
          ]
        : said(values),
  })
  const taught = (said: (values: readonly number[]) => Phrase) => (masked ? () => nothingTaught : said)
  return [
    row('logit', logit, taught(logitPhrase)),
    row(
      'token',
      token,
      taught((values) => tokenPhrase(values, advantageClip)),
    ),
    row('sequence', sequence, taught(sequencePhrase)),
    row('grpo', grpo, () => groupPhrase(attempt, options.groupMean)),
    row('mix', mix, (values) => mixedPhrase(values, lambda, attempt.advantage ?? 0)),
    row('rlsd', rlsd, (values) => evidencePhrase(values, attempt.advantage ?? 0)),
  ]
}

/** One scale for every row, so that small is seen to be small: the largest size in any of them. */
export function rowsPeak(rows: readonly CreditRow[]): number {
  return rows.reduce(
    (peak, { values }) => (values ?? []).reduce((most, v) => Math.max(most, Math.abs(v)), peak),
    0,
  )
}

/** The least number of values that hold half of the sum of all; 0 where there is no sum. */
export function holdsHalf(values: readonly number[]): number {
  const sizes = values.map(Math.abs).sort((a, b) => b - a)
  const half = sizes.reduce((sum, v) => sum + v, 0) / 2
  let held = 0
  return half === 0 ? 0 : sizes.findIndex((v) => (held += v) >= half) + 1
}

const nothingTaught: Phrase = ['No feedback and no solution: nothing to distil.']

function logitPhrase(values: readonly number[]): Phrase {
  if (values.every((v) => v < negligibleCredit)) return ['Both distributions agree at every token.']
  const [half, all] = [holdsHalf(values), values.length]
  return [
    'How far apart both distributions are, all candidates counted. ',
    { strong: all === 1 ? `${half} of 1 token` : `${half} of ${all} tokens` },
    ` ${half === 1 ? 'holds' : 'hold'} half of it.`,
  ]
}

function tokenPhrase(values: readonly number[], clip: number | null): Phrase {
  const liked = values.filter((v) => v >= negligibleCredit).length
  const doubted = values.filter((v) => v <= -negligibleCredit).length
  if (liked + doubted === 0) return ['The written token alone: hindsight agrees with every one.']
  const clipped = clip === null ? '' : `, clipped at ${decimal(clip, 1)}`
  return [
    `The written token alone${clipped}: hindsight likes `,
    { strong: `${liked} more` },
    ' and ',
    { strong: `${doubted} less` },
    '.',
  ]
}

function sequencePhrase(values: readonly number[]): Phrase {
  const mean = values[0] ?? 0
  return ['The mean of the row above, ', { strong: signed(mean) }, ': which token earned it is lost.']
}

function groupPhrase(attempt: AttemptView, groupMean: number | null): Phrase {
  const trim = (value: number) => String(Number(value.toFixed(2)))
  const reason = `Reward ${trim(attempt.verdict?.reward ?? 0)} \u2212 group mean ${groupMean === null ? '?' : trim(groupMean)} = `
  const value = signed(attempt.advantage ?? 0)
  return attempt.advantage === 0
    ? [reason, { strong: value }, ': no token learns anything.']
    : [reason, { strong: value }, ', the same for every token.']
}

function mixedPhrase(values: readonly number[], lambda: number, advantage: number): Phrase {
  const share = (value: number) => String(Number(value.toFixed(2)))
  const sum = `${share(lambda)} of GRPO\u2019s number and ${share(1 - lambda)} of the token row`
  if (advantage === 0 && values.some((v) => v !== 0))
    return [sum, '. ', { strong: 'Only SDPO\u2019s share is left.' }]
  return [sum, '.']
}

function evidencePhrase(values: readonly number[], advantage: number): Phrase {
  if (advantage === 0)
    return ['The reward gives the sign, hindsight the size: of 0 there is nothing to scale.']
  const size = Math.abs(advantage)
  const more = values.filter((v) => Math.abs(v) > size * (1 + 1e-6)).length
  const less = values.filter((v) => Math.abs(v) < size * (1 - 1e-6)).length
  const kept = `${decimal(100 * evidenceClip, 0)}\u202f%`
  return [
    `GRPO\u2019s number, scaled by hindsight by at most ${kept}: more at `,
    { strong: more === 1 ? '1 token' : `${more} tokens` },
    ', less at ',
    { strong: String(less) },
    '.',
  ]
}
