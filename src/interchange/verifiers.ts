/**
 * `traces.jsonl` of verifiers (v1) and prime-rl: an episode a line, whose traces are graphs of messages. Sampled tokens have ids,
 * the log-probabilities that they were drawn with, and, where an algorithm wrote them, advantages and a reference model's
 * log-probabilities; the last three are of the tokens under the mask alone, in their order.
 */
import type { ForeignAttempt, ForeignToken } from './foreign.ts'
import { field, isPlain, listOf, numberOf, spokenText, textOf, type Plain } from './values.ts'

/** The text of a token's id; null where the run's tokenizer is not known. */
export type PieceOf = ((id: number) => string) | null

export function isVerifiers(value: unknown): boolean {
  const traces = field(value, 'traces')
  return Array.isArray(traces) ? traces.some(isTrace) : isTrace(value)
}

const isTrace = (value: unknown) =>
  Array.isArray(field(value, 'nodes')) &&
  (field(value, 'nodes') as unknown[]).some((node) => isPlain(field(node, 'message')))

/** One attempt a trace: the messages from the root to its last sampled one. */
export function readVerifiers(value: unknown, pieceOf: PieceOf): ForeignAttempt[] {
  const traces = Array.isArray(field(value, 'traces')) ? listOf(field(value, 'traces')) : [value]
  const step = numberOf(field(field(field(value, 'run'), 'work'), 'step'))
  return traces.filter(isTrace).flatMap((trace) => attemptOf(trace, step, pieceOf) ?? [])
}

function attemptOf(trace: unknown, step: number | null, pieceOf: PieceOf): ForeignAttempt | null {
  const path = pathOf(listOf(field(trace, 'nodes')).filter(isPlain))
  const first = path.findIndex((node) => field(node, 'sampled') === true)
  if (first < 0) return null
  const said = path.slice(first)
  const wordsOf = (node: Plain) => spokenText(field(field(node, 'message'), 'content')) ?? ''
  return {
    step,
    attempt: null,
    prompt: path
      .slice(0, first)
      .map((node) => `${textOf(field(field(node, 'message'), 'role')) ?? 'message'}: ${wordsOf(node)}`)
      .join('\n'),
    teacherPrompt: null,
    text: said.map(wordsOf).join('\n'),
    tokens: said.flatMap((node) => tokensOf(node, pieceOf)),
    reward: rewardOf(field(trace, 'rewards')),
    feedback: textOf(field(field(trace, 'info'), 'feedback')),
    advantage: null,
  }
}

/** From the root to the last sampled message, by each one's parent; in the file's order where none are named. */
function pathOf(nodes: readonly Plain[]): readonly Plain[] {
  const last = nodes.findLastIndex((node) => field(node, 'sampled') === true)
  if (!nodes.some((node) => numberOf(field(node, 'parent')) !== null)) return nodes.slice(0, last + 1)
  const path: Plain[] = []
  const seen = new Set<number>()
  for (let at: number | null = last; at !== null && !seen.has(at);) {
    const node: Plain | undefined = nodes[at]
    if (!node) break
    seen.add(at)
    path.unshift(node)
    at = numberOf(field(node, 'parent'))
  }
  return path
}

function tokensOf(node: Plain, pieceOf: PieceOf): ForeignToken[] {
  const mask = listOf(field(node, 'mask'))
  const row = (name: string) => listOf(field(node, name))
  const [logprobs, reference, advantages] = [row('logprobs'), row('reference_logprobs'), row('advantages')]
  const tokens: ForeignToken[] = []
  for (const [i, id] of listOf(field(node, 'token_ids')).entries()) {
    if (mask[i] !== true || typeof id !== 'number') continue
    const at = tokens.length
    tokens.push({
      text: pieceOf?.(id) ?? `#${id}`,
      student: numberOf(logprobs[at]),
      teacher: numberOf(reference[at]),
      advantage: numberOf(advantages[at]),
      others: [],
    })
  }
  return tokens
}

/** The weighted sum, as verifiers counts it. */
function rewardOf(rewards: unknown): number | null {
  if (!isPlain(rewards)) return null
  const parts = Object.values(rewards).flatMap((reward) => {
    const value = numberOf(reward) ?? numberOf(field(reward, 'score'))
    return value === null ? [] : [value * (numberOf(field(reward, 'weight')) ?? 1)]
  })
  return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0)
}
