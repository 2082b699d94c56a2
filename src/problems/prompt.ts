/**
 * What a model is asked: the statement, and to a language model, where the statement leaves them out, the
 * examples of a person's own problem and one sentence that says in what form to answer. A model with a vocabulary of a few words was trained on bare
 * statements and reads those to the letter.
 */
import { examplesOf } from './examples.ts'
import type { Problem } from './problem.ts'
import type { AnswerRule } from './program-shape.ts'

/** The words of the user's turn. */
export function questionOf(problem: Problem, { readsAll }: { readsAll: boolean }): string {
  if (!readsAll) return problem.statement
  const parts = [problem.statement, examplesOf(problem), tellsForm(problem) ? '' : formOf(problem)]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** The sentence that says in what form to answer; '' where a question is found in a sentence too, and where the statement alone says it, as with a judge of the author's own. */
export function formOf({ program }: Problem): string {
  switch (program.kind) {
    case 'expression':
      return `Answer with one JavaScript expression over ${program.parameters.join(', ')}, and nothing else.`
    case 'function':
    case 'stdin':
      return 'Answer with the code only.'
    case 'answer':
      return answerForm(program.answer)
    case 'tool-call':
      return 'Answer with the call alone, as JSON: {"name": ..., "arguments": {...}}.'
    default:
      return ''
  }
}

function answerForm(rule: AnswerRule): string {
  switch (rule.type) {
    case 'choice':
      return `Answer with the ${labelName(rule)} alone.`
    case 'number':
      return rule.unit === undefined
        ? 'Answer with the number alone.'
        : `Answer with the number alone, in ${rule.unit}.`
    case 'exact':
      return 'Answer with the answer alone, in a few words.'
    case 'regex':
      return 'Answer with the answer alone.'
    default:
      return rule satisfies never
  }
}

/** What the labels of a choice are called. */
function labelName({ options }: Extract<AnswerRule, { type: 'choice' }>): 'letter' | 'number' {
  return options.every(({ label }) => /^\d+$/.test(label)) ? 'number' : 'letter'
}

const saysHow =
  /\b(?:answer|reply|respond|response)s?\b[^.\n]{0,60}\b(?:alone|only|just|nothing else|with (?:a|an|the|one|your))\b|\bonly (?:the|a|one|your) (?:answer|letter|number|word|code|call)\b|\b(?:letter|number|word|code|call) (?:alone|only)\b/i

/** Whether a statement says by itself in what form to answer. */
export function tellsForm({ statement, program }: Problem): boolean {
  if (program.kind === 'custom' || program.kind === 'question') return true
  if (program.kind === 'tool-call') return saysHow.test(statement) || /\bJSON\b|"arguments"/.test(statement)
  return saysHow.test(statement)
}
