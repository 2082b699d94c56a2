/** What a rule finds of a response, and what it says of it at each measure of telling. */
import type { QuestionRule, Tells } from '../../problems/question-rule.ts'

export type RuleOf<T extends QuestionRule['type']> = Extract<QuestionRule, { type: T }>

export interface Found {
  right: boolean
  /** No answer of the kind was given at all. */
  missing: boolean
  /** What was taken for the answer. */
  given: string
  hint: string
  left: string
}

/** The words for a failing attempt. */
export function tellingOf({ missing, hint, left }: Found, tells: Tells): string {
  switch (tells) {
    case 'nothing':
      return ''
    case 'wrong':
      return missing ? 'No answer was found.' : 'This is wrong.'
    case 'hint':
      return hint
    case 'left':
      return left
    default:
      return tells satisfies never
  }
}

/** `A, B or C`. */
export function orList(items: readonly (string | number)[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`
}
