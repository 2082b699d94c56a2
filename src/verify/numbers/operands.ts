/** Where an operand of an expression begins, and not a unit or a word. */
import type { Token } from './tokens.ts'

const COMMANDS = /^(?:[dtc]?frac|sqrt|pi|d?binom|log|ln|exp|sin|cos|tan|arcsin|arccos|arctan)$/

export function operandAt(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (!token) return false
  switch (token.kind) {
    case 'number':
    case 'part':
    case 'unreadable':
      return true
    case 'command':
      return COMMANDS.test(token.name) && !unitFraction(tokens, at)
    case 'word':
      return /^(?:\u03c0|pi|sqrt)$/.test(token.word) || isEuler(tokens, at)
    case 'mark':
      return token.mark === '\u221a' || ('({-+'.includes(token.mark) && operandAt(tokens, at + 1))
    case 'raised':
    case 'relation':
      return false
    default:
      return token satisfies never
  }
}

/** `\frac{\text{m}}{\text{s}}` is a unit. */
function unitFraction(tokens: readonly Token[], at: number): boolean {
  const open = tokens[at + 1]
  let next = at + 1
  for (let token = open; token?.kind === 'mark' && '{('.includes(token.mark); token = tokens[next]) next++
  const inner = tokens[next]
  return (
    open?.kind === 'mark' &&
    open.mark === '{' &&
    inner?.kind === 'word' &&
    !/^(?:\u03c0|pi|sqrt|e)$/.test(inner.word)
  )
}

/** The number e, and no unit or word: with an exponent, or at the end. */
export function isEuler(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (token?.kind !== 'word' || token.word !== 'e') return false
  const next = tokens[at + 1]
  return (
    next === undefined || next.kind === 'raised' || (next.kind === 'mark' && '^+-*/)}'.includes(next.mark))
  )
}
