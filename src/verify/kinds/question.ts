/** Questions whose feedback teaches: the options that are left, too high or too low, the form, the field that is off. */
import type { QuestionRule } from '../../problems/question-rule.ts'
import { judgedBy } from '../finding.ts'
import { ProblemError } from '../problem-error.ts'
import { findAnswer } from '../question/find.ts'
import { tellingOf } from '../question/found.ts'
import { findWords } from '../question/words.ts'
import type { JudgeKind } from './kind.ts'

export const question: JudgeKind<'question'> = {
  tests: [],
  check: ({ rule }) => checkOptions(rule),
  judge: ({ rule, tells }, submission) => {
    const found = findAnswer(submission.response, rule)
    return judgedBy(submission, {
      status: found.right ? 'passed' : found.missing ? 'format-error' : 'wrong-answer',
      text: found.right ? '' : tellingOf(found, tells),
      expected: rightOf(rule),
      actual: found.given,
    })
  },
}

/** One of the options is right, and only one: what is left in the end must be the answer. */
function checkOptions(rule: QuestionRule): void {
  if ((rule.type !== 'words' && rule.type !== 'number') || rule.options.length === 0) return
  const right =
    rule.type === 'words'
      ? rule.options.filter((option) => findWords(option, { ...rule, options: [] }).right)
      : rule.options.filter((option) => option === rule.value)
  if (right.length === 1) return
  throw new ProblemError(
    right.length === 0 ? 'None of the options is right.' : 'More than one option is right.',
    `The options are ${rule.options.join(', ')}, and right is ${rightOf(rule)}.`,
    'Name the right answer once among the options.',
  )
}

function rightOf(rule: QuestionRule): string {
  switch (rule.type) {
    case 'words':
      return rule.right[0]!
    case 'number':
      return rule.unit === undefined ? String(rule.value) : `${rule.value} ${rule.unit}`
    case 'form':
      return rule.right[0] ?? rule.form
    case 'fields':
      return rule.fields.map(({ name }) => name).join(', ')
    default:
      return rule satisfies never
  }
}
