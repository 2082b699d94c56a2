/** A response under a question's rule, whichever it is. */
import type { QuestionRule } from '../../problems/question-rule.ts'
import { withoutThinking } from '../extract/thinking.ts'
import { findFields } from './fields.ts'
import { findForm } from './form.ts'
import type { Found } from './found.ts'
import { findNumber } from './number.ts'
import { findWords } from './words.ts'

export function findAnswer(response: string, rule: QuestionRule): Found {
  const text = withoutThinking(response).replace(/\r\n?/g, '\n').trim()
  switch (rule.type) {
    case 'words':
      return findWords(text, rule)
    case 'number':
      return findNumber(text, rule)
    case 'form':
      return findForm(text, rule)
    case 'fields':
      return findFields(text, rule)
    default:
      return rule satisfies never
  }
}
