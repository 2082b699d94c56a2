/** What a response is to be, from the fields of a draft. */
import type { ProgramShape, TestCase } from '../problems/problem.ts'
import { readAnswer } from './problem-draft-answer.ts'
import { readQuestion } from './problem-draft-question.ts'
import type { ProblemDraft } from './problem-draft.ts'

/** The program's shape, or what keeps it from being one. */
export function shapeOf(
  draft: ProblemDraft,
  tests: readonly TestCase[],
): { program: ProgramShape } | { complaint: string } {
  switch (draft.kind) {
    case 'expression':
      return { program: { kind: 'expression', parameters: parametersFor(draft.parameters, tests) } }
    case 'function':
      return {
        program: {
          kind: 'function',
          name: draft.name.trim(),
          ...(draft.language !== 'javascript' && { language: draft.language }),
          ...(draft.prelude.trim() !== '' && { prelude: draft.prelude }),
          ...(draft.adapter.trim() !== '' && { adapter: draft.adapter }),
        },
      }
    case 'stdin':
      return { program: { kind: 'stdin', language: draft.language } }
    case 'answer': {
      const answer = readAnswer(draft.answer)
      return 'rule' in answer ? { program: { kind: 'answer', answer: answer.rule } } : answer
    }
    case 'question':
      return readQuestion(draft.question)
    case 'tool-call':
      if (!/\bcheck\b/.test(draft.api))
        return {
          complaint:
            'Which calls are right is not said: define check(results) in the API, which returns true, or what is missing.',
        }
      try {
        return { program: { kind: 'tool-call', tools: JSON.parse(draft.tools), api: draft.api } }
      } catch (error) {
        return {
          complaint: `The list of tools is not JSON: ${(error as Error).message}. Check quotes, commas and brackets near that place.`,
        }
      }
    case 'custom':
      return draft.judge.trim() === ''
        ? { complaint: 'The judge is empty: define judge(response), which returns {reward, feedback}.' }
        : { program: { kind: 'custom', source: draft.judge } }
    default:
      return draft.kind satisfies never
  }
}

/** The draft's names where they fit the tests, else plain ones. */
function parametersFor(names: readonly string[], tests: readonly TestCase[]): string[] {
  const first = tests.find((test) => 'args' in test)
  const wanted = first ? first.args.length : names.length
  if (wanted === names.length || wanted === 0) return [...names]
  return wanted === 1 ? ['xs'] : Array.from({ length: wanted }, (_, i) => (i < 8 ? 'abcdefgh'[i]! : `p${i}`))
}
