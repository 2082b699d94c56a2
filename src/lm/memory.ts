/**
 * What a model will take of memory, before it is loaded: its weights as they are held, the caches of
 * sampling, what an update keeps for its backward pass, and the adapter with its optimiser. An
 * estimate, a little on the high side.
 */
import type { LlamaConfig } from './config.ts'
import { adapterParameters, baseParameters, flatLayout, isNorm } from './parameters.ts'

/** How the base's matrices are held: as floats of 32 or 16 bits, or in blocks of 32 with a float32 scale (8 bits), or with scale and minimum (4 bits). */
export const heldBytes = { f32: 4, f16: 2, int8: 1 + 4 / 32, int4: 0.5 + 8 / 32 } as const
export type Held = keyof typeof heldBytes
/** How the engine holds a model where nobody says otherwise. */
export const heldByDefault: Held = 'int8'

export interface MemoryDemand {
  held: Held
  /** Whose memory it is: the CPU holds what it decodes with once more. */
  on: 'cpu' | 'graphics'
  /** LoRA rank. */
  rank: number
  /** G, attempts of a step. */
  attempts: number
  /** Longest prompt read, in tokens; the teacher's. */
  promptTokens: number
  newTokens: number
}

export interface MemoryEstimate {
  weights: number
  /** Keys and values of sampling. */
  cache: number
  /** Of one update: activations kept for the backward pass, and the head's rows over the vocabulary. */
  update: number
  /** Adapter, moments, EMA teacher, gradient, and a few snapshots. */
  adapter: number
  /** The runtime's own, and what it keeps of weights inside its programs. */
  runtime: number
  /** Bytes in all. */
  total: number
}

const float = 4
const runtimeBytes = 120e6
/** Bytes of weights up to which the CPU holds them twice, whatever its threads and their form: for passes over sequences, and inside the programs that decode (held-weights.ts). */
export const twiceUpTo = 1e9
/** Rows over the vocabulary that are there at once: logits, the student's and the teacher's log-probabilities, and their gradient. */
const vocabularyRows = 4
/** theta, gradient, two moments, EMA teacher, and snapshots to go back to. */
const adapterCopies = 9

/** How many weights a model has; a head that is the embedding counts once. */
export function countParameters(config: LlamaConfig): number {
  return flatLayout(baseParameters(config)).length
}

/** What one update needs at its peak, in bytes, by what holds it: weights, cache, adapter and activations. */
export function estimateMemory(
  config: LlamaConfig,
  { held, on, rank, attempts, promptTokens, newTokens }: MemoryDemand,
): MemoryEstimate {
  const { layers, heads, kvHeads, headDim, hiddenSize, intermediateSize, vocabulary } = config
  const norms = flatLayout(
    baseParameters(config).filter(({ name }) => isNorm(name) || name.endsWith('.bias')),
  ).length
  const weights = (countParameters(config) - norms) * heldBytes[held] + norms * float
  const length = promptTokens + newTokens
  const cache = 2 * layers * kvHeads * headDim * (promptTokens + attempts * newTokens) * float
  const adapter = flatLayout(adapterParameters(config, rank)).length * adapterCopies * float
  // A layer at a time goes back over what it computed; of the others their input is kept.
  const perToken =
    5 * hiddenSize + 2 * (heads + kvHeads) * headDim + 4 * intermediateSize + 2 * heads * length
  const activations = attempts * length * (layers * hiddenSize + perToken) * float
  const runtime = runtimeBytes + (on === 'cpu' && weights <= twiceUpTo ? weights : 0)
  const head = vocabularyRows * attempts * newTokens * vocabulary * float
  const update = activations + head
  return {
    weights,
    cache,
    update,
    adapter,
    runtime,
    total: weights + cache + update + adapter + runtime,
  }
}

/** What a device has, as far as a page is told. */
export interface DeviceLimits {
  /** `saidMemory`. Browsers round it, and from 8 GB on it may mean more. */
  memory: number | null
  /** What a WebAssembly heap may hold; null where the model would live elsewhere (Node, WebGPU). */
  heap: number | null
  /** Largest single buffer of the graphics adapter; null without one. */
  buffer: number | null
  /** Whether the graphics adapter has 16-bit floats; false without one. */
  float16: boolean
}

/** `navigator.deviceMemory` in bytes, in a page or a worker; null where it is not told. */
export function saidMemory(): number | null {
  const said = (globalThis.navigator as { deviceMemory?: number } | undefined)?.deviceMemory
  return said === undefined ? null : said * 1e9
}

/** Of WebAssembly with 32-bit addresses. */
export const wasmHeap = 4 * 2 ** 30
const reportedAtMost = 8e9
/** A page gets no more than this part of a machine's memory before others suffer. */
const share = 0.6

/** The estimate may be off by the rest of a heap. */
const almostAll = 0.85

type Fit = 'fits' | 'tight' | 'no'

export interface Verdict {
  fit: Fit
  /** A sentence for the person. */
  why: string
}

/** Whether an estimate fits the device, with a sentence that says why. A limit of null is not known. */
export function fits(
  { total, weights }: MemoryEstimate,
  { memory, heap, buffer }: Omit<DeviceLimits, 'float16'>,
): Verdict {
  const needs = `Needs about ${gigabytes(total)}`
  if (heap !== null && total > heap)
    return { fit: 'no', why: `${needs}; WebAssembly holds ${gigabytes(heap)} at most.` }
  if (heap !== null && total > almostAll * heap)
    return { fit: 'tight', why: `${needs}; WebAssembly holds ${gigabytes(heap)} at most.` }
  if (buffer !== null && weights > 0 && largestShare(weights) > buffer)
    return { fit: 'no', why: `${needs}; the graphics adapter takes buffers of ${gigabytes(buffer)} at most.` }
  if (memory === null)
    return {
      fit: total > 2 ** 31 ? 'tight' : 'fits',
      why: `${needs}; this browser does not say how much the machine has.`,
    }
  const has = memory >= reportedAtMost ? `${gigabytes(memory)} or more` : gigabytes(memory)
  if (memory < reportedAtMost && total > memory)
    return { fit: 'no', why: `${needs}; this machine has ${has}.` }
  if (total > share * memory)
    return { fit: 'tight', why: `${needs} of ${has}: close other tabs and programs first.` }
  return { fit: 'fits', why: `${needs}; this machine has ${has}.` }
}

/** The embedding is the largest matrix of a small model: about a third of it. */
function largestShare(weights: number): number {
  return weights / 3
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 0.95e9 ? 2 : 1)}\u202fGB`
}
