/**
 * Rows of prompt and response laid out for a graph of static shape: prompts padded on the left to a
 * common length P, responses on the right to N. Position and mask make the padding invisible.
 */
import { masked } from './layer.ts'
import type { ScoreRow } from './model.ts'

export interface BatchShape {
  batch: number
  /** P: columns of the prompt. */
  prompt: number
  /** N: columns of the response. */
  response: number
}

export interface Batch {
  shape: BatchShape
  /** Columns fed to the model: the last response token predicts nothing, so T = P + N - 1. */
  length: number
  ids: Int32Array
  positions: Int32Array
  keyBias: Float32Array
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

/**
 * The shape of a batch that holds every row, rounded up so that few different graphs are compiled.
 * @throws Error where a row has no prompt or no response, or more tokens than `context`.
 */
export function bucketShape(rows: readonly ScoreRow[], context: number): BatchShape {
  const prompt = Math.max(...rows.map((row) => row.prompt.length))
  const response = Math.max(...rows.map((row) => row.response.length))
  if (prompt === 0 || response === 0) throw new Error('A row to score needs a prompt and a response.')
  if (prompt + response - 1 > context) {
    throw new Error(
      `Prompt and response have ${prompt + response} tokens, and this model reads ${context}. Shorten the problem or its feedback.`,
    )
  }
  const n = bucket(response, 8)
  return { batch: rows.length, prompt: Math.min(bucket(prompt, 16), context - n + 1), response: n }
}

/**
 * Rows padded into one batch: prompts end at the same column, responses begin at the next one.
 * @throws Error where a row is longer than the shape.
 */
export function padBatch(rows: readonly ScoreRow[], shape: BatchShape): Batch {
  const { batch, prompt: p, response: n } = shape
  const length = p + n - 1
  const ids = new Int32Array(batch * length)
  const positions = new Int32Array(batch * length)
  const keyBias = new Float32Array(batch * length)
  const targets = new Int32Array(batch * n)
  const mask = new Float32Array(batch * n)
  rows.forEach(({ prompt, response }, b) => {
    const pad = p - prompt.length
    if (pad < 0 || response.length > n)
      throw new Error(
        `A row of ${prompt.length} + ${response.length} tokens does not fit a batch of ${p} + ${n}.`,
      )
    for (let t = 0; t < length; t++) {
      const at = b * length + t
      positions[at] = Math.max(0, t - pad)
      ids[at] = t < pad ? 0 : t < p ? prompt[t - pad]! : (response[t - p] ?? 0)
      if (t < pad) keyBias[at] = masked
    }
    response.forEach((token, t) => {
      targets[b * n + t] = token
      mask[b * n + t] = 1
    })
  })
  return { shape, length, ids, positions, keyBias, targets, mask }
}

/** The columns of a batch that predict its response, of values [B * T, width]: picked as [B * N, width], or put back among zeros. */
export function atResponse({ shape: { batch, prompt, response }, length }: Batch, width: number) {
  const rows = Array.from({ length: batch }, (_, row) => ({
    whole: (row * length + prompt - 1) * width,
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
      const all = new Float32Array(batch * length * width)
      for (const { whole, part } of rows) all.set(picked.subarray(part, part + size), whole)
      return all
    },
  }
}
