/**
 * An interpreter of chat templates (@huggingface/jinja) that does so much and no more: a stranger's template could go on
 * for ever, or double a text or a list until the tab has no memory left.
 */
import { Interpreter, type Environment } from '@huggingface/jinja'

type Statement = Parameters<Interpreter['evaluate']>[0]
type Value = ReturnType<Interpreter['evaluate']>

/** What hands on a value that was made elsewhere. */
const handsOn: ReadonlySet<string> = new Set([
  'Identifier',
  'IntegerLiteral',
  'FloatLiteral',
  'StringLiteral',
  'SelectExpression',
  'Ternary',
])

/** An expression, or a turn of a loop, takes about as long as so many characters. */
const stepWork = 20

interface TemplateBounds {
  /** Characters and items of all that is made, and some for every statement and expression that is evaluated. */
  work: number
  /** Characters of any one text. */
  text: number
}

/** Every method throws, in a person's words, where the template makes or does more than it may. */
export class BoundedInterpreter extends Interpreter {
  private left: number
  private readonly iterables = new WeakSet<object>()

  constructor(
    environment: Environment,
    private readonly bounds: TemplateBounds,
    /** A sentence on a text that is too long. */
    private readonly tooLong: (characters: number) => string,
  ) {
    super(environment)
    this.left = bounds.work
  }

  override evaluate(statement: Statement, environment: Environment): Value {
    this.spend(stepWork)
    if (statement && 'iterable' in statement) this.loopsOver(statement.iterable as object)
    const value = super.evaluate(statement, environment)
    // A turn may evaluate nothing.
    if (statement && this.iterables.has(statement)) this.spend(stepWork * lengthOf(value))
    if (statement && makesValue(statement)) this.spend(this.size(value))
    return value
  }

  /** What is looped over, with a condition on it or without. */
  private loopsOver(iterable: object): void {
    this.iterables.add('lhs' in iterable ? (iterable.lhs as object) : iterable)
  }

  private spend(work: number): void {
    this.left -= work
    if (this.left < 0)
      throw new Error(
        'The model\u2019s chat template goes on without end: it is damaged, or made to take time and memory.',
      )
  }

  /** Characters and items, what is there twice counted twice; stops counting at what is left. */
  private size(value: Value): number {
    let size = 0
    const open: unknown[] = [value]
    while (open.length > 0 && size <= this.left) {
      const { value: inner } = (open.pop() ?? {}) as { value?: unknown }
      size++
      if (typeof inner === 'string') {
        if (inner.length > this.bounds.text) throw new Error(this.tooLong(inner.length))
        size += inner.length
      } else if (Array.isArray(inner) || inner instanceof Map) {
        size += Array.isArray(inner) ? inner.length : inner.size
        if (size <= this.left) for (const each of inner.values()) open.push(each)
      }
    }
    return size
  }
}

function lengthOf({ value }: Value): number {
  if (value instanceof Map) return value.size
  return Array.isArray(value) || typeof value === 'string' ? value.length : 0
}

function makesValue(statement: object): boolean {
  const { type, property } = statement as { type: string; property?: { type: string } }
  if (type === 'MemberExpression') return property?.type === 'SliceExpression'
  return !handsOn.has(type)
}
