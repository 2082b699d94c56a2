/** A place among tokens: what stands at it, and whether what follows could be an operand. */
import { operandAt } from './operands.ts'
import type { Token } from './tokens.ts'

export class Cursor {
  protected at: number
  protected readonly begin: number
  protected readonly tokens: readonly Token[]

  constructor(tokens: readonly Token[], at: number) {
    this.tokens = tokens
    this.at = this.begin = at
  }

  protected mark(mark: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead]
    return token?.kind === 'mark' && token.mark === mark
  }

  protected command(...names: string[]): boolean {
    const token = this.tokens[this.at]
    return token?.kind === 'command' && names.includes(token.name)
  }

  protected operand(ahead: number): boolean {
    return operandAt(this.tokens, this.at + ahead)
  }

  /** A sign of multiplication; an x is one before a number. */
  protected times(): boolean {
    if (this.mark('*') || this.command('times', 'cdot', 'ast')) return true
    const token = this.tokens[this.at]
    const next = this.tokens[this.at + 1]
    return token?.kind === 'word' && /^[xX]$/.test(token.word) && next?.kind === 'number'
  }

  /** `2\pi`, `10\sqrt2`, `3(4)`: a product without its sign. Two numbers side by side are none. */
  protected implicit(): boolean {
    const token = this.tokens[this.at]
    if (
      token === undefined ||
      token.kind === 'number' ||
      token.kind === 'part' ||
      token.kind === 'unreadable'
    )
      return false
    return !this.mark('-') && !this.mark('+') && this.operand(0)
  }

  /** Whether `^\circ` or `^°` stands here: degrees, and no power. */
  protected degrees(): boolean {
    const ahead = this.mark('{', 1) ? 2 : 1
    const token = this.tokens[this.at + ahead]
    return (token?.kind === 'command' && token.name === 'circ') || this.mark('\u00b0', ahead)
  }
}
