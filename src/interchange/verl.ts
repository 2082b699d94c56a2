/** `{step}.jsonl` of verl's rollout dump, lasgroup/SDPO's among them: prompt, response, score, and whatever else the reward function said. No tokens. */
import type { ForeignAttempt } from './foreign.ts'
import { field, numberOf, textOf } from './values.ts'

export function isVerl(value: unknown): boolean {
  return textOf(field(value, 'input')) !== null && textOf(field(value, 'output')) !== null
}

export function readVerl(value: unknown): ForeignAttempt[] {
  const text = textOf(field(value, 'output'))
  if (text === null) return []
  return [
    {
      step: numberOf(field(value, 'step')),
      attempt: null,
      prompt: textOf(field(value, 'input')),
      teacherPrompt: null,
      text,
      tokens: [],
      reward: numberOf(field(value, 'score')),
      feedback: textOf(field(value, 'feedback')),
      advantage: null,
    },
  ]
}
