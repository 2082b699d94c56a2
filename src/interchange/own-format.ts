/** Our own lines for other programs to write (docs/INTERCHANGE.md): an attempt a line, with both readers' log-probabilities. */
import type { ForeignAttempt, ForeignToken } from './foreign.ts'
import { candidatesOf, field, listOf, numberOf, spokenText, textOf } from './values.ts'

export const ownFormatName = 'sdpo-lab-trace'

/** A line that says so, or has tokens with a student's log-probability. */
export function isOwn(value: unknown): boolean {
  if (field(value, 'format') === ownFormatName) return true
  const first = listOf(field(value, 'tokens'))[0]
  return numberOf(field(first, 'student')) !== null && textOf(field(first, 'text')) !== null
}

export function readOwn(value: unknown): ForeignAttempt[] {
  const tokens = listOf(field(value, 'tokens')).map(tokenOf)
  if (tokens.length === 0 && textOf(field(value, 'text')) === null) return []
  return [
    {
      step: numberOf(field(value, 'step')),
      attempt: numberOf(field(value, 'attempt')),
      prompt: spokenText(field(value, 'prompt')),
      teacherPrompt: spokenText(field(value, 'teacher_prompt')),
      text: textOf(field(value, 'text')) ?? tokens.map(({ text }) => text).join(''),
      tokens,
      reward: numberOf(field(value, 'reward')),
      feedback: textOf(field(value, 'feedback')),
      advantage: numberOf(field(value, 'advantage')),
    },
  ]
}

function tokenOf(value: unknown): ForeignToken {
  return {
    text: textOf(field(value, 'text')) ?? '',
    student: numberOf(field(value, 'student')),
    teacher: numberOf(field(value, 'teacher')),
    advantage: numberOf(field(value, 'advantage')),
    others: candidatesOf(field(value, 'top')).map((candidate) => ({
      text: textOf(field(candidate, 'text')) ?? '',
      student: numberOf(field(candidate, 'student')),
      teacher: numberOf(field(candidate, 'teacher')),
    })),
  }
}

/** An attempt of any program as a line; what is not known is left out. */
export function foreignLine(attempt: ForeignAttempt): string {
  const known = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
  const { step, prompt, teacherPrompt, text, tokens, reward, feedback, advantage } = attempt
  return JSON.stringify({
    format: ownFormatName,
    version: 1,
    ...known({ step, attempt: attempt.attempt, prompt, teacher_prompt: teacherPrompt, text }),
    ...known({ reward, feedback, advantage }),
    ...(tokens.length > 0 && {
      tokens: tokens.map(({ text, student, teacher, advantage, others }) => ({
        text,
        ...known({ student, teacher, advantage }),
        ...(others.length > 0 && { top: others }),
      })),
    }),
  })
}
