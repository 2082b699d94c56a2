/**
 * Formulas as they are written, in one spelling: the parts of a sum and of a product in one order, `2*x`, `2x` and
 * `2 \cdot x` alike. Nothing is worked out: `x^2 - 1` and `(x - 1)(x + 1)` stay two formulas, as a question that asks
 * for the one is not answered by the other.
 */

const FUNCTIONS = /^(?:sin|cos|tan|cot|sec|csc|arcsin|arccos|arctan|sinh|cosh|tanh|ln|log|exp|sqrt|abs)$/
const LONGEST = 300
const DEEPEST = 40
const RAISED = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'

type Tree =
  | { kind: 'atom'; text: string }
  | { kind: 'sum' | 'product'; parts: readonly Tree[] }
  | { kind: 'power'; base: Tree; exponent: Tree }
  | { kind: 'call'; name: string; of: Tree }

class NoFormula extends Error {}

/** The one spelling of a formula with at least one variable; null where the text is none. */
export function formulaForm(given: string): string | null {
  if (given.length > LONGEST) return null
  const plain = plainFormula(given)
  if (!/[a-z]/i.test(plain) || !/^[\w\s+\-*/^().\u0370-\u03ff]*$/.test(plain)) return null
  const tokens = plain.match(/\d+(?:\.\d+)?|[A-Za-z]+|[\u0370-\u03ff]|[-+*/^()]/g) ?? []
  const reader = new Reader(tokens)
  try {
    const tree = reader.sum(0)
    return reader.done ? spelled(tree) : null
  } catch (error) {
    if (error instanceof NoFormula) return null
    throw error
  }
}

function plainFormula(given: string): string {
  let text = given
    .replace(/\$|\\[,;:! ]|\\(?:left|right|displaystyle)(?![a-z])/gi, ' ')
    .replace(/\\(?:cdot|times|ast)(?![a-z])/g, '*')
    .replace(/[\u00d7\u22c5\u00b7]/g, '*')
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/\*\*/g, '^')
    .replace(
      /[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+/g,
      (all) => `^(${[...all].map((c) => RAISED.indexOf(c)).join('')})`,
    )
  for (let before = ''; before !== text;) {
    before = text
    text = text
      .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/, '(($1)/($2))')
      .replace(/\\[dt]?frac\s*(\d)\s*(\d)/, '($1/$2)')
      .replace(/\\sqrt\s*\{([^{}]*)\}/, ' sqrt($1)')
      .replace(/\\sqrt\s*(\d)/, ' sqrt($1)')
      .replace(/([\^])\s*\{([^{}]*)\}/, '$1($2)')
  }
  return text.replace(
    /\\(sin|cos|tan|cot|sec|csc|arcsin|arccos|arctan|sinh|cosh|tanh|ln|log|exp)(?![a-z])/g,
    ' $1 ',
  )
}

/** One pass: sums of products of powers; a product may leave its sign out. */
class Reader {
  private at = 0

  constructor(private readonly tokens: readonly string[]) {}

  get done(): boolean {
    return this.at === this.tokens.length
  }

  sum(depth: number): Tree {
    if (depth > DEEPEST) throw new NoFormula()
    const parts = [this.product(depth)]
    for (;;) {
      if (this.take('+')) parts.push(this.product(depth))
      else if (this.take('-')) parts.push(negative(this.product(depth)))
      else return parts.length === 1 ? parts[0]! : { kind: 'sum', parts }
    }
  }

  private product(depth: number): Tree {
    const minus = this.take('-')
    if (!minus) this.take('+')
    const parts: Tree[] = [...this.power(depth)]
    for (;;) {
      if (this.take('*')) parts.push(...this.power(depth))
      else if (this.take('/')) {
        const [first, ...rest] = this.power(depth)
        parts.push({ kind: 'power', base: first!, exponent: MINUS_ONE }, ...rest)
      } else if (/^[\w(\u0370-\u03ff]/.test(this.tokens[this.at] ?? ' ')) parts.push(...this.power(depth))
      else break
    }
    const tree: Tree = parts.length === 1 ? parts[0]! : { kind: 'product', parts }
    return minus ? negative(tree) : tree
  }

  /** Letters side by side are several factors, of which the last is raised. */
  private power(depth: number): Tree[] {
    const parts = this.atom(depth)
    if (!this.take('^')) return parts
    const minus = this.take('-')
    const [exponent, ...more] = this.atom(depth)
    if (more.length > 0) throw new NoFormula()
    const base = parts.at(-1)!
    return [...parts.slice(0, -1), { kind: 'power', base, exponent: minus ? negative(exponent!) : exponent! }]
  }

  private atom(depth: number): Tree[] {
    const token = this.tokens[this.at++]
    if (token === undefined || depth > DEEPEST) throw new NoFormula()
    if (token === '(') {
      const inner = this.sum(depth + 1)
      if (!this.take(')')) throw new NoFormula()
      return [inner]
    }
    if (/^\d/.test(token)) return [{ kind: 'atom', text: String(Number(token)) }]
    if (FUNCTIONS.test(token)) {
      const of = this.atom(depth + 1)
      return of.length === 1 ? [{ kind: 'call', name: token, of: of[0]! }] : bad()
    }
    // Longer runs of letters are words.
    if (!/^[\p{L}]{1,3}$/u.test(token)) return bad()
    return token === 'pi'
      ? [{ kind: 'atom', text: 'pi' }]
      : [...token].map((text) => ({ kind: 'atom', text }))
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false
    this.at++
    return true
  }
}

const bad = (): never => {
  throw new NoFormula()
}
const MINUS_ONE: Tree = { kind: 'atom', text: '-1' }
const negative = (tree: Tree): Tree => ({ kind: 'product', parts: [MINUS_ONE, tree] })

function spelled(tree: Tree): string {
  switch (tree.kind) {
    case 'atom':
      return tree.text
    case 'power':
      return `(${spelled(tree.base)})^(${spelled(tree.exponent)})`
    case 'call':
      return `${tree.name}(${spelled(tree.of)})`
    case 'sum':
    case 'product':
      return `${tree.kind}[${flat(tree, tree.kind).map(spelled).sort().join(' ')}]`
    default:
      return tree satisfies never
  }
}

/** Sums within a sum and products within a product are parts of it. */
function flat(tree: Tree, kind: 'sum' | 'product'): Tree[] {
  return tree.kind === kind ? tree.parts.flatMap((part) => flat(part, kind)) : [tree]
}
