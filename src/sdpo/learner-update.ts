/** What one update is given and gives, however the model's graphs are cut. */
import { endToEnd } from 'ort-train'
import type { Batch } from '../lm/batch.ts'
import type { LlamaModel } from '../lm/llama-model.ts'
import type { Theta } from '../lm/model.ts'
import { aggregationWeights } from './graphs/aggregate.ts'
import type { LearnerConfig, LearnerSnapshot, UpdateRow } from './learner.ts'
import { distils, reinforces, termWeights } from './loss-terms.ts'

export interface UpdateRequest {
  model: LlamaModel
  /** R of them. */
  states: readonly LearnerSnapshot[]
  /** The weights that each policy's training began from: a trust region's reference. */
  starts: readonly Theta[]
  /** Rows of all policies, policy by policy, as many of each. */
  rows: readonly UpdateRow[]
  config: LearnerConfig
}

/** Flat, policy by policy. */
export interface UpdateOutputs {
  loss: Float32Array
  gradNorm: Float32Array
  /** d loss / d theta before clipping. */
  gradient: Float32Array
  /** [B, N] each; no divergences where nothing was distilled. */
  studentLogProbs: Float32Array
  divergences?: Float32Array | undefined
  student: Float32Array
  firstMoment: Float32Array
  secondMoment: Float32Array
  teacher: Float32Array
}

/** What the student reads in an update: its own prompts with the responses. */
export function studentBatch({ model, states, rows }: UpdateRequest): Batch {
  return model.batchOf(rows, states.length)
}

/** What `objectiveInputs` are fed of all rows. */
export function objectiveFeeds(request: UpdateRequest, { targets, mask, shape }: Batch) {
  const {
    rows,
    config: { loss, terms },
  } = request
  const n = shape.response
  const weights = tokenWeights(request, mask, n)
  const needsOld = reinforces(terms) || loss.isClip !== null
  return {
    targets,
    responseMask: mask,
    ...(distils(terms) && { distillationWeights: weights.distillation }),
    ...(reinforces(terms) && {
      policyWeights: weights.policy,
      advantages: Float32Array.from(rows, (row) => row.advantage),
    }),
    ...(terms.kind === 'evidence' && { told: Float32Array.from(rows, (row) => row.mask) }),
    ...(needsOld && { oldLogProbs: paddedRows(rows, n, (row) => row.oldLogProbs) }),
  }
}

/** What each token's losses count for in the objective, [B * N] each: the mean over its policy's tokens, masks and the mix of terms. */
function tokenWeights(
  { states, rows, config: { loss, terms } }: UpdateRequest,
  responseMask: Float32Array,
  n: number,
): { distillation: Float32Array; policy: Float32Array } {
  const perPolicy = rows.length / states.length
  const masks = rows.map((_, row) => responseMask.subarray(row * n, (row + 1) * n))
  const { distillation, policy } = termWeights(terms)
  const weighed = (mask: readonly Float32Array[], factor: (row: number) => number) =>
    endToEnd(
      states
        .flatMap((_, policy) =>
          aggregationWeights(mask.slice(policy * perPolicy, (policy + 1) * perPolicy), loss.mean),
        )
        .map((row, i) => row.map((x) => x * factor(i))),
    )
  // Attempts that have one loss each share one mean; where a loss is of all of them, or of those with a teacher, it has its own.
  const taught = masks.map((mask, row) => (rows[row]?.mask ? selectedOf(mask, rows[row].selected) : mask))
  const distilled =
    terms.kind === 'routed'
      ? taught
      : taught.map((mask, row) => (rows[row]?.mask ? mask : new Float32Array(n)))
  return {
    distillation: weighed(distilled, (row) => (rows[row]?.mask ? distillation : 0)),
    policy: weighed(terms.kind === 'routed' ? taught : masks, (row) =>
      rows[row]?.mask ? policy.unmasked : policy.masked,
    ),
  }
}

/** A row's mask without the tokens that are not distilled. */
const selectedOf = (mask: Float32Array, selected: UpdateRow['selected']): Float32Array =>
  selected ? mask.map((x, t) => x * (selected[t] ?? 0)) : mask

/** A value per row and response token as [B, N], zero where there is no token. */
function paddedRows(
  rows: readonly UpdateRow[],
  n: number,
  of: (row: UpdateRow) => readonly number[],
): Float32Array {
  const flat = new Float32Array(rows.length * n)
  rows.forEach((row, i) => flat.set(of(row), i * n))
  return flat
}
