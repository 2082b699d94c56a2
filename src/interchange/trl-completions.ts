/**
 * Completions that TRL's trainers write where `log_completions` is set (`completions/completions_00001.parquet`): a row an attempt,
 * with its prompt, what each reward function gave it, its advantage, and the columns that a reward function logged. No tokens.
 */
import type { ForeignAttempt } from './foreign.ts'
import { field, isPlain, numberOf, spokenText, textOf, type Plain } from './values.ts'

const known = new Set(['step', 'prompt', 'completion', 'advantage'])

export function isTrlCompletions(value: unknown): boolean {
  return (
    isPlain(value) &&
    numberOf(field(value, 'step')) !== null &&
    spokenText(field(value, 'prompt')) !== null &&
    saidOf(field(value, 'completion')) !== null
  )
}

export function readTrlCompletions(value: unknown): ForeignAttempt[] {
  const text = saidOf(field(value, 'completion'))
  if (text === null || !isPlain(value)) return []
  return [
    {
      step: numberOf(field(value, 'step')),
      attempt: null,
      prompt: spokenText(field(value, 'prompt')),
      teacherPrompt: null,
      text,
      tokens: [],
      reward: rewardOf(value),
      feedback: textOf(field(value, 'feedback')),
      advantage: numberOf(field(value, 'advantage')),
    },
  ]
}

/** A completion's own words: plain, or those of its messages, whose roles are the trainer's. */
function saidOf(completion: unknown): string | null {
  if (!Array.isArray(completion)) return textOf(completion)
  const parts = completion.slice(0, 1000).map((message) => spokenText(field(message, 'content')) ?? '')
  return parts.length === 0 ? null : parts.join('\n')
}

/** The sum over the reward functions, whose columns are named as they are, all of one weight: the file has no other. */
function rewardOf(value: Plain): number | null {
  const numbers = Object.keys(value).flatMap((name) => {
    const number = known.has(name) ? null : numberOf(value[name])
    return number === null ? [] : [{ name, number }]
  })
  const named = numbers.filter(({ name }) => /reward/i.test(name))
  const counted = named.length > 0 ? named : numbers.length === 1 ? numbers : []
  return counted.length === 0 ? null : counted.reduce((sum, { number }) => sum + number, 0)
}
