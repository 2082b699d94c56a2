/**
 * What a vLLM server made of a text that it was given: `prompt_logprobs`, a position an object of token ids. Which of them
 * stands there is told by `prompt_token_ids` (`return_token_ids`), or by there being no other (`prompt_logprobs: 0`).
 */
import type { ForeignAttempt, ForeignToken } from './foreign.ts'
import { field, isPlain, listOf, numberOf, textOf, type Plain } from './values.ts'

const mostCandidates = 64

export function isPromptLogprobs(value: unknown): boolean {
  return readings(value).length > 0
}

/** One attempt a text: the whole of it, the prompt's tokens among them. */
export function readPromptLogprobs(value: unknown): ForeignAttempt[] {
  return readings(value).flatMap(({ positions, ids }): ForeignAttempt[] => {
    const tokens = positions.flatMap((position, i): ForeignToken[] => {
      const token = isPlain(position) ? tokenOf(position, numberOf(ids[i])) : null
      return token ? [token] : []
    })
    // The first token has no position before it; any other that is not known would be a hole in the text.
    if (tokens.length === 0 || tokens.length < positions.length - 1) return []
    return [
      {
        step: null,
        attempt: null,
        prompt: null,
        teacherPrompt: null,
        text: tokens.map(({ text }) => text).join(''),
        tokens,
        reward: null,
        feedback: null,
        advantage: null,
      },
    ]
  })
}

/** Chat answers have it beside their choices, completions in each. */
function readings(value: unknown): { positions: readonly unknown[]; ids: readonly unknown[] }[] {
  return [...listOf(field(value, 'choices')), value].flatMap((each) => {
    const positions = listOf(field(each, 'prompt_logprobs'))
    const ids = listOf(field(each, 'prompt_token_ids') ?? field(value, 'prompt_token_ids'))
    return positions.length > 0 ? [{ positions, ids }] : []
  })
}

function tokenOf(position: Plain, id: number | null): ForeignToken | null {
  const entries = Object.entries(position).slice(0, mostCandidates)
  const chosen =
    id === null
      ? entries.length === 1
        ? entries[0]!
        : undefined
      : entries.find(([key]) => key === String(id))
  if (!chosen) return null
  const named = ([key, entry]: readonly [string, unknown]) => ({
    text: textOf(field(entry, 'decoded_token')) ?? `#${key}`,
    student: numberOf(field(entry, 'logprob')),
    teacher: null,
  })
  return { ...named(chosen), advantage: null, others: entries.filter((entry) => entry !== chosen).map(named) }
}
