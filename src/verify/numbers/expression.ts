/** The value of an arithmetic expression: `10\frac12`, `2\pi`, `3 \times 10^{-4}`, `\sqrt[3]{8}/2`. */
import { Cursor } from './cursor.ts'
import { numberWords } from './number-words.ts'
import { choose, factorial, FUNCTIONS, timesTen } from './maths.ts'
import { isEuler } from './operands.ts'
import type { Token } from './tokens.ts'

export interface Value {
  value: number
  /** How many tokens it takes. */
  taken: number
  /** Written as one number, without any operation. */
  literal: boolean
}

const DEEPEST = 24
const CLOSE: Record<string, string> = { '(': ')', '{': '}', '[': ']' }

/** The expression that tokens begin with, from `at`; null where they begin with none, or with half of one. */
export function expressionAt(tokens: readonly Token[], at: number): Value | null {
  return new Reader(tokens, at).read()
}

const NAN = Number.NaN

class Reader extends Cursor {
  private depth = 0
  private literal = true

  read(): Value | null {
    const value = this.sum()
    return value === null || !Number.isFinite(value)
      ? null
      : { value: value === 0 ? 0 : value, taken: this.at - this.begin, literal: this.literal }
  }

  private sum(): number | null {
    if (++this.depth > DEEPEST) return null
    let value = this.product()
    while (value !== null && (this.mark('+') || this.mark('-')) && this.operand(1)) {
      const sign = this.mark('-') ? -1 : 1
      // 10-12 is a range or a date, 3 - 4 a difference.
      const tight =
        sign < 0 &&
        !this.tokens[this.at]!.spaced &&
        !this.tokens[this.at + 1]!.spaced &&
        this.literal &&
        this.depth === 1
      if (tight) return null
      this.at++
      this.literal = false
      const next = this.product()
      value = next === null ? null : value + sign * next
    }
    this.depth--
    return value
  }

  private product(): number | null {
    let value = this.signed()
    let divided = false
    while (value !== null) {
      if (this.times() && this.operand(1)) {
        this.at++
        const next = this.signed()
        value = next === null ? null : timesTen(value, next)
      } else if (this.mark('/') && this.operand(1)) {
        this.at++
        const next = this.signed()
        value = next === null ? null : value / next
        divided = true
      } else if (this.implicit()) {
        // 1/2π is read both ways.
        if (divided) return null
        const next = this.power()
        value = next === null ? null : value * next
      } else break
      this.literal = false
    }
    return value
  }

  private signed(): number | null {
    let sign = 1
    for (let signs = 0; this.mark('-') || this.mark('+'); signs++) {
      if (signs > 1) return null
      if (this.mark('-')) sign = -sign
      this.at++
    }
    const value = this.power()
    return value === null ? null : sign * value
  }

  private power(): number | null {
    const whole = this.tokens[this.at]
    const base = this.primary()
    if (base === null) return null
    let value = this.mixed(whole, base)
    const token = this.tokens[this.at]
    if (value !== null && token?.kind === 'raised') {
      this.at++
      this.literal = false
      value = value ** token.value
    } else if (value !== null && this.mark('^') && !this.degrees()) {
      this.at++
      this.literal = false
      const exponent = this.exponent()
      value = exponent === null ? null : value ** exponent
    }
    if (value !== null && this.mark('!') && !this.tokens[this.at]!.spaced) {
      this.at++
      this.literal = false
      if (this.mark('!')) return null
      value = factorial(value)
    }
    return value
  }

  private exponent(): number | null {
    if (this.mark('{') || this.mark('(')) return this.group()
    return this.signed()
  }

  private group(): number | null {
    const open = this.tokens[this.at]
    const close = open?.kind === 'mark' ? CLOSE[open.mark] : undefined
    if (close === undefined) return null
    this.at++
    const before = this.literal
    const value = this.sum()
    if (value === null || !this.mark(close)) return null
    this.at++
    this.literal = before && this.literal
    return value
  }

  /** A whole number before a proper fraction: 10 2/3, 10\frac12, 1½. */
  private mixed(whole: Token | undefined, value: number): number | null {
    if (whole?.kind !== 'number' || !/^\d+$/.test(whole.raw)) return value
    const next = this.tokens[this.at]
    if (next?.kind === 'part') {
      this.at++
      return value + next.value
    }
    if (next?.kind === 'number' && next.spaced) {
      const bottom = this.tokens[this.at + 2]
      const proper =
        /^\d+$/.test(next.raw) &&
        this.mark('/', 1) &&
        bottom?.kind === 'number' &&
        /^\d+$/.test(bottom.raw) &&
        next.value < bottom.value
      if (!proper) return null
      this.at += 3
      this.literal = false
      return value + next.value / bottom.value
    }
    if (!this.command('frac', 'dfrac', 'tfrac', 'cfrac') || !this.operand(0)) return value
    const begin = this.at
    const fraction = this.primary()
    const plain = this.tokens
      .slice(begin + 1, this.at)
      .every(
        (token) =>
          (token.kind === 'number' && /^\d+$/.test(token.raw)) ||
          (token.kind === 'mark' && '{}'.includes(token.mark)),
      )
    this.literal = false
    if (fraction === null) return null
    return plain && fraction < 1 ? value + fraction : value * fraction
  }

  private primary(): number | null {
    const token = this.tokens[this.at]
    if (!token) return null
    switch (token.kind) {
      case 'number': {
        // 1990s, 3D, 0b101: letters that cling to digits must be a unit, which the caller knows.
        this.at++
        return token.value
      }
      case 'part':
        this.at++
        return token.value
      case 'word': {
        if (token.word === '\u03c0' || token.word === 'pi') return this.constant(Math.PI)
        if (isEuler(this.tokens, this.at)) return this.constant(Math.E)
        if (token.word === 'sqrt') {
          this.at++
          this.literal = false
          return this.rooted(2, this.group())
        }
        const words = numberWords(this.tokens, this.at)
        if (!words) return null
        this.at += words.taken
        return words.value
      }
      case 'command':
        return this.named(token.name)
      case 'mark':
        if (token.mark === '\u221a') {
          this.at++
          this.literal = false
          return this.rooted(2, this.mark('(') || this.mark('{') ? this.group() : this.primary())
        }
        return token.mark === '(' || token.mark === '{' ? this.group() : null
      case 'raised':
      case 'relation':
      case 'unreadable':
        return null
      default:
        return token satisfies never
    }
  }

  private constant(value: number): number {
    this.at++
    this.literal = false
    return value
  }

  private rooted(index: number | null, value: number | null): number {
    if (index === null || value === null) return NAN
    return index === 2 ? Math.sqrt(value) : index === 3 ? Math.cbrt(value) : value ** (1 / index)
  }

  private named(name: string): number | null {
    this.at++
    this.literal = false
    if (name === 'pi') return Math.PI
    if (/^[dtc]?frac$/.test(name) || /^d?binom$/.test(name)) {
      const pair = this.pair()
      if (!pair) return null
      return name.endsWith('frac') ? pair[0] / pair[1] : choose(pair[0], pair[1])
    }
    if (name === 'sqrt') {
      const index = this.mark('[') ? this.group() : 2
      return this.rooted(index, this.argument())
    }
    if (name === 'log') {
      if (!this.mark('_')) return null
      this.at++
      const base = this.argument()
      const value = this.mark('(') || this.mark('{') ? this.group() : this.primary()
      return base === null || value === null ? null : Math.log(value) / Math.log(base)
    }
    const apply = FUNCTIONS[name]
    if (!apply) return null
    const value = this.mark('(') || this.mark('{') ? this.group() : this.primary()
    const inDegrees = this.mark('\u00b0')
      ? 1
      : this.mark('^') && this.degrees()
        ? this.mark('{', 1)
          ? 4
          : 2
        : 0
    this.at += inDegrees
    return value === null ? null : apply(inDegrees > 0 ? (value * Math.PI) / 180 : value)
  }

  /** A group, or a single digit. */
  private argument(): number | null {
    if (this.mark('{')) return this.group()
    const token = this.tokens[this.at]
    if (token?.kind === 'number' && /^\d$/.test(token.raw)) {
      this.at++
      return token.value
    }
    if (token?.kind === 'command') return this.named(token.name)
    return null
  }

  /** The two arguments of a fraction: groups, or digits that cling together: \frac12, \frac1{2}, \frac{20}2. */
  private pair(): [number, number] | null {
    const token = this.tokens[this.at]
    if (token?.kind === 'number' && /^\d\d$/.test(token.raw)) {
      this.at++
      return [Number(token.raw[0]), Number(token.raw[1])]
    }
    const top = this.argument()
    const bottom = top === null ? null : this.argument()
    return top === null || bottom === null ? null : [top, bottom]
  }
}
