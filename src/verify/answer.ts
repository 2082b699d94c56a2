/**
 * Final answers: found in a response ("The correct answer is: W.", `\boxed{}`, `<answer>`, the last
 * number), and compared by the problem's rule. Patterns of a problem are not run here but in the sandbox.
 */
import type { AnswerRule } from '../problems/problem.ts'
import { optionAlone, optionChosen } from './answers/choice.ts'
import { extractText, isAccepted } from './answers/exact.ts'
import { marksOf } from './answers/marks.ts'
import { compareNumber, extractNumber } from './answers/number.ts'
import type { NumberAnswer } from './answers/number.ts'
import { WHOLE } from './extract/extracted.ts'
import type { Extracted } from './extract/extracted.ts'
import { withoutThinking } from './extract/thinking.ts'

export type Answered = (Extracted & ({ kind: 'text' } | { kind: 'choice'; label: string })) | NumberAnswer

/** The answer, or null where there is none in the form that the rule asks for. The last of equally explicit marks counts. */
export function extractAnswer(response: string, rule: AnswerRule): Answered | null {
  const text = withoutThinking(response).replace(/\r\n?/g, '\n').trim()
  if (text === '') return null
  switch (rule.type) {
    case 'exact':
    case 'regex': {
      const accepts =
        rule.type === 'exact' ? (each: string) => isAccepted(each, rule) : (each: string) => each !== ''
      const found = extractText(text, accepts)
      return found && found.text !== '' ? { kind: 'text', ...found } : null
    }
    case 'number':
      return extractNumber(text)
    case 'choice':
      return extractChoice(text, rule)
    default:
      return rule satisfies never
  }
}

function extractChoice(text: string, rule: Extract<AnswerRule, { type: 'choice' }>): Answered | null {
  const answer = (label: string, from: string): Answered => ({ kind: 'choice', text: label, label, from })
  const whole = optionAlone(text, rule)
  if (whole !== null) return answer(whole, WHOLE)
  const explicit = marksOf(text).filter((mark) => mark.kind !== 'said')
  for (const mark of explicit.reverse()) {
    const label = optionAlone(mark.text, rule) ?? optionChosen(mark.text, rule)?.label ?? null
    if (label === null) continue
    // What is said outright behind the mark is the later word.
    const later = optionChosen(text.slice(mark.end), rule)
    return later && !later.weak ? answer(later.label, 'what is called the answer') : answer(label, mark.from)
  }
  const chosen = optionChosen(text, rule)
  return (
    chosen &&
    answer(chosen.label, chosen.weak ? 'the last option that is named' : 'what is called the answer')
  )
}

/** Whether an answer is right; `hint` says in what way it is not, without giving the right one away. Not for patterns. */
export function compareAnswer(
  answer: Answered,
  rule: Exclude<AnswerRule, { type: 'regex' }>,
): { right: boolean; hint?: string } {
  switch (rule.type) {
    case 'exact':
      return { right: isAccepted(answer.text, rule) }
    case 'choice':
      return { right: answer.kind === 'choice' && answer.label === rule.right }
    case 'number':
      return answer.kind === 'number' ? compareNumber(answer.quantity, rule) : { right: false }
    default:
      return rule satisfies never
  }
}

/** The right answer, for the person. */
export function rightAnswer(rule: AnswerRule): string {
  switch (rule.type) {
    case 'exact':
      return rule.accepted[0]!
    case 'regex':
      return `/${rule.pattern}/${rule.flags ?? ''}`
    case 'choice':
      return rule.right
    case 'number':
      return rule.unit === undefined ? String(rule.value) : `${rule.value} ${rule.unit}`
    default:
      return rule satisfies never
  }
}
