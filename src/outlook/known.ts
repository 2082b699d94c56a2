/** What is known of a problem before any model has seen it: a right answer, its length, and the odds of a blind guess. */
import type { AnswerRule, Problem } from '../problems/problem.ts'

/** A response that is right, as short as one is known; null where the problem tells none. */
export function rightAnswerOf({ program, solution }: Problem): string | null {
  const told = program.kind === 'answer' ? rightOf(program.answer) : null
  const known = [solution?.trim() ?? '', told ?? ''].filter((text) => text !== '')
  return known.sort((a, b) => a.length - b.length)[0] ?? null
}

function rightOf(rule: AnswerRule): string | null {
  switch (rule.type) {
    case 'choice':
      return rule.right
    case 'number':
      return rule.unit === undefined ? String(rule.value) : `${rule.value} ${rule.unit}`
    case 'exact':
      return rule.accepted.toSorted((a, b) => a.length - b.length)[0]!
    case 'regex':
      return null
    default:
      return rule satisfies never
  }
}

/** How likely a blind guess passes; null where guesses are not of a few. */
export function chanceOf({ program }: Problem): number | null {
  return program.kind === 'answer' && program.answer.type === 'choice'
    ? 1 / program.answer.options.length
    : null
}

/**
 * How likely somebody who knows nothing passes within so many attempts by taking what the feedback of a question leaves: the
 * first attempt fails, and each later one takes one of the options, but for the wrong one that was taken last. Null
 * where the feedback names no options.
 */
export function guessedFromFeedback({ program }: Problem, attempts: number): number | null {
  if (program.kind !== 'question' || program.tells !== 'left') return null
  const { rule } = program
  const options = rule.type === 'words' || rule.type === 'number' ? rule.options.length : 0
  if (options === 0) return null
  if (attempts < 2) return 0
  return options < 3 && attempts > 2
    ? 1
    : 1 - (1 - 1 / options) * (1 - 1 / Math.max(1, options - 1)) ** (attempts - 2)
}

/**
 * Tokens that a stock model usually takes for an answer of a kind: SmolLM2's first answers to the lab's own problems, three
 * in four of them; code within its fence, and what a number or a choice is reckoned with.
 */
export function usualTokens({ program }: Problem): number {
  switch (program.kind) {
    case 'expression':
      return 24
    case 'function':
      return 96
    case 'stdin':
      return 128
    case 'tool-call':
      return 64
    case 'answer':
      return reckoned(program.answer) ? 128 : 16
    default:
      return 16
  }
}

const reckoned = ({ type }: AnswerRule) => type === 'number' || type === 'choice'
