/**
 * Rows of prompt and response laid out for a graph of static shape: prompts padded on the left to a
 * common length P, responses on the right to N. Position and mask make the padding invisible. Where the prompts
 * of a policy's rows begin alike, that beginning can stand there once, before the rows, which then have the rest.
 */
import { maskValue } from './layer.ts'
import type { ScoreRow } from './model.ts'

/** R policies, whose rows share C columns: the beginning of their prompts. */
export interface SharedShape {
  policies: number
  columns: number
}

export interface BatchShape {
  batch: number
  /** Where the beginning of the prompts is read once a policy. */
  shared?: SharedShape
  /** P: columns of the prompt, or of what is not shared of it. */
  prompt: number
  /** N: columns of the response. */
  response: number
}

export interface Batch {
  shape: BatchShape
  /** Columns of a row that are fed to the model: the last response token predicts nothing, so T = P + N - 1. */
  length: number
  /** [B, T]; or [R, C + B / R * T], a policy's shared columns first and then those of its rows. */
  ids: Int32Array
  /** Of the same shape. */
  positions: Int32Array
  /** [B, T]: 0, or `maskValue` where a row is padded. */
  keyBias: Float32Array
  /** The same of the shared columns [R, C]. */
  sharedKeyBias?: Float32Array
  /** Response tokens [B, N], 0 where padded. */
  targets: Int32Array
  /** [B, N]: 1 at real response tokens. */
  mask: Float32Array
}

/** Rounded up, so that a few sessions serve all lengths. */
export function bucket(length: number, step: number): number {
  return Math.max(step, Math.ceil(length / step) * step)
}

const policyCounts = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]

/** Policies up to one of a few counts, so that a few sessions serve every number of them; the first stands in for those that are missing, and what it gives there is not read. */
export function padPolicies<T>(policies: readonly T[]): T[] {
  const count = policyCounts.find((c) => c >= policies.length) ?? policies.length
  return Array.from({ length: count }, (_, i) => policies[i] ?? policies[0]!)
}

/** What a batch is padded for. */
interface BatchOptions {
  /** Positions that the model has. */
  context: number
  /** R: the rows are those of R policies, as many of each. */
  policies?: number
  /** The tokens that a row may have at most where the beginning of prompts is shared; without, it is not. */
  shareUpTo?: number
}

/**
 * The shape of a batch that holds every row, rounded up so that few different graphs are compiled.
 * @throws Error where a row has no prompt or no response, or more tokens than `context`.
 */
export function bucketShape(
  rows: readonly ScoreRow[],
  { context, policies = 1, shareUpTo = 0 }: BatchOptions,
): BatchShape {
  const prompt = Math.max(...rows.map((row) => row.prompt.length))
  const response = Math.max(...rows.map((row) => row.response.length))
  if (prompt === 0 || response === 0) throw new Error('A row to score needs a prompt and a response.')
  if (prompt + response - 1 > context) {
    throw new Error(
      `Prompt and response have ${prompt + response} tokens, and this model reads ${context}. Shorten the problem or its feedback.`,
    )
  }
  const n = bucket(response, 8)
  const apart: BatchShape = {
    batch: rows.length,
    prompt: Math.min(bucket(prompt, 16), context - n + 1),
    response: n,
  }
  const together = prompt + response <= shareUpTo ? sharedShape(rows, policies, n) : null
  return together && tokensOf(together) < worthSharing * tokensOf(apart) ? together : apart
}

/** Sharing costs a few more operators a layer. */
const worthSharing = 0.9

/** Tokens that a pass over a batch reads, padding included. */
export const tokensOf = ({ batch, shared, prompt, response }: BatchShape): number =>
  (shared ? shared.policies * shared.columns : 0) + batch * (prompt + response - 1)

function sharedShape(rows: readonly ScoreRow[], policies: number, response: number): BatchShape | null {
  const counts = sharedCounts(rows, policies)
  if (counts.some((count) => count === 0)) return null
  const each = rows.length / policies
  const rest = Math.max(...rows.map(({ prompt }, i) => prompt.length - counts[Math.floor(i / each)]!))
  return {
    batch: rows.length,
    shared: { policies, columns: bucket(Math.max(...counts), 16) },
    prompt: rest === 1 ? 1 : bucket(rest, 16),
    response,
  }
}

/** How many tokens the prompts of each policy's rows have in common at their beginning; one is left to every row, which predicts its response. */
function sharedCounts(rows: readonly ScoreRow[], policies: number): number[] {
  const each = rows.length / policies
  return Array.from({ length: policies }, (_, policy) => {
    const [first, ...others] = rows.slice(policy * each, (policy + 1) * each).map(({ prompt }) => prompt)
    return others.reduce(
      (count, prompt) => {
        let same = 0
        while (same < Math.min(count, prompt.length - 1) && prompt[same] === first![same]) same++
        return same
      },
      (first?.length ?? 1) - 1,
    )
  })
}

/**
 * Rows padded into one batch: prompts end at the same column, responses begin at the next one.
 * @throws Error where a row is longer than the shape.
 */
export function padBatch(rows: readonly ScoreRow[], shape: BatchShape): Batch {
  const { batch, shared, prompt: p, response: n } = shape
  const length = p + n - 1
  const { policies, columns: c } = shared ?? { policies: batch, columns: 0 }
  const each = batch / policies
  const counts = shared ? sharedCounts(rows, policies) : []
  const ids = new Int32Array(tokensOf(shape))
  const positions = new Int32Array(ids.length)
  const keyBias = new Float32Array(batch * length)
  const sharedKeyBias = new Float32Array(policies * c)
  const targets = new Int32Array(batch * n)
  const mask = new Float32Array(batch * n)
  const stride = c + each * length
  counts.forEach((count, policy) => {
    const { prompt } = rows[policy * each]!
    if (count > c) throw new Error(`${count} shared tokens do not fit ${c} columns.`)
    for (let i = 0; i < c; i++) {
      if (i < count) ids[policy * stride + i] = prompt[i]!
      else sharedKeyBias[policy * c + i] = maskValue
      positions[policy * stride + i] = Math.min(i, count - 1)
    }
  })
  rows.forEach(({ prompt, response }, b) => {
    const policy = Math.floor(b / each)
    const before = counts[policy] ?? 0
    const rest = prompt.length - before
    const pad = p - rest
    if (pad < 0 || response.length > n)
      throw new Error(`A row of ${rest} + ${response.length} tokens does not fit a batch of ${p} + ${n}.`)
    for (let t = 0; t < length; t++) {
      const at = policy * stride + c + (b % each) * length + t
      positions[at] = before + Math.max(0, t - pad)
      ids[at] = t < pad ? 0 : t < p ? prompt[before + t - pad]! : (response[t - p] ?? 0)
      if (t < pad) keyBias[b * length + t] = maskValue
    }
    response.forEach((token, t) => {
      targets[b * n + t] = token
      mask[b * n + t] = 1
    })
  })
  return { shape, length, ids, positions, keyBias, ...(shared && { sharedKeyBias }), targets, mask }
}

/** The columns of a batch that predict its response, of values [tokens, width]: picked as [B * N, width], or put back among zeros. */
export function atResponse({ shape, length }: Batch, width: number) {
  const { batch, shared, prompt, response } = shape
  const { policies, columns: c } = shared ?? { policies: batch, columns: 0 }
  const each = batch / policies
  const stride = c + each * length
  const rows = Array.from({ length: batch }, (_, row) => ({
    whole: (Math.floor(row / each) * stride + c + (row % each) * length + prompt - 1) * width,
    part: row * response * width,
  }))
  const size = response * width
  return {
    pick(all: Float32Array): Float32Array {
      const picked = new Float32Array(batch * size)
      for (const { whole, part } of rows) picked.set(all.subarray(whole, whole + size), part)
      return picked
    },
    put(picked: Float32Array): Float32Array {
      const all = new Float32Array(tokensOf(shape) * width)
      for (const { whole, part } of rows) all.set(picked.subarray(part, part + size), whole)
      return all
    },
  }
}
