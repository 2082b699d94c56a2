/** What was asked beside the run, as the lab holds it: branches from an attempt, what its tokens changed, and probes with what was read of them. */
import { logRatios } from './log-ratio.ts'
import type { BranchRequest, Position, PromptPiece, Probe, RunEventOf } from '../../engine/protocol.ts'
import type { TestRecord, Verdict } from '../../verify/verdict.ts'

/** An attempt gone on with another token. */
export interface BranchView extends BranchRequest {
  /** `branchKey` of what was asked. */
  key: string
  /** Of the branch that it left, the texts of its tokens; absent where it left the attempt. */
  before?: readonly string[]
  tokens: readonly number[]
  pieces: readonly string[]
  text: string
  finish: 'end' | 'length'
  verdict: Verdict
  records: readonly TestRecord[]
  passed: boolean
  /** 0: nothing to distil, so no credit. */
  mask: 0 | 1
  /** What the self-teacher read; empty in an arm without one. */
  prompt: readonly PromptPiece[]
  positions: readonly Position[] | null
  /** log p_T - log p_S of every token, nats; null where nobody re-read it. */
  credit: readonly number[] | null
}

/** Of `samples` continuations of each prefix of an attempt, how many pass; entry t is that of the first t tokens. */
export interface PrefixValues {
  samples: number
  passed: readonly number[]
}

interface ProbeReading {
  /** The student after this step; 0 is the start. */
  step: number
  /** Likeliest first tokens, likeliest first, and their log-probabilities, nats. */
  ids: readonly number[]
  logProbs: readonly number[]
  /** Of each token of the watched answer; null where none is watched. */
  watched: readonly number[] | null
}

export interface ProbeView extends Probe {
  /** Words that the model's vocabulary lacks. */
  unknownWords: readonly string[]
  /** In order of their steps. */
  readings: readonly ProbeReading[]
}

export function branchKey({ attempt, at, id, take, from }: BranchRequest): string {
  return `${attempt}/${at}/${id}/${take}${from ? `/${from.slice(0, at).join('.')}` : ''}`
}

/** Those that were asked for and are not there yet. */
export function pendingBranches<T extends BranchRequest>(
  asked: readonly T[],
  branches: readonly BranchView[],
): readonly T[] {
  const open = asked.filter((request) => !branches.some(({ key }) => key === branchKey(request)))
  return open.length === asked.length ? asked : open
}

export function branchOf(event: RunEventOf<'attempt-branched'>, piece: (id: number) => string): BranchView {
  const { attempt, at, id, take, from, tokens, text, finish, verdict, records, mask, positions } = event
  return {
    key: branchKey(event),
    attempt,
    at,
    id,
    take,
    tokens,
    text,
    finish,
    verdict,
    records,
    mask,
    positions,
    ...(from && { from, before: from.map(piece) }),
    pieces: tokens.map(piece),
    passed: verdict.reward >= 1,
    prompt: event.pieces,
    credit: positions && logRatios(positions),
  }
}

/** Whether a reading is of this attempt's tokens, one position each: a file may hold any. */
export function reads(
  positions: readonly Position[],
  attempt: { tokens: readonly number[] } | undefined,
): boolean {
  return (
    attempt?.tokens.length === positions.length &&
    positions.every(
      ({ ids, student, teacher }, i) =>
        ids[0] === attempt.tokens[i] && ids.length === student.length && ids.length === teacher.length,
    )
  )
}

/** The probes as they are now; one that asks the same as before keeps what was read of it. */
export function probesSet(before: readonly ProbeView[], event: RunEventOf<'probes-set'>): ProbeView[] {
  return event.probes.map((probe) => {
    const same = before.find(
      ({ id, prompt, watch }) => id === probe.id && prompt === probe.prompt && watch === probe.watch,
    )
    return { ...probe, readings: same?.readings ?? [] }
  })
}

/** A reading in its place among the others; one of the same step takes it over. */
export function probeRead(
  probes: readonly ProbeView[],
  { probe: id, step, ids, logProbs, watched }: RunEventOf<'probe-read'>,
): readonly ProbeView[] {
  return probes.map((probe) => {
    if (probe.id !== id) return probe
    const readings = [
      ...probe.readings.filter((reading) => reading.step !== step),
      { step, ids, logProbs, watched },
    ]
    return { ...probe, readings: readings.sort((a, b) => a.step - b.step) }
  })
}
