/**
 * Where JavaScript asserts and calls are judged: an interpreter of its own, in which the candidate never is,
 * so that it can neither change what `===` is asked about nor read what was expected. The names that a test
 * uses stand for the candidate's; what they come to is asked for outside.
 */
import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import type { ProgramError } from './job.ts'
import { realmSource } from './realm-source.ts'
import { testerSource } from './tester-source.ts'
import { decodeValue, showValue } from './value.ts'

/** One operation on a name or an object of the candidate's. `args`: a list in tagged text, or empty for none. */
export interface Question {
  operation: string
  /** A name, or the number of an object. */
  of: string | number
  key: string
  args: string
}

export type Answer =
  /** `text`: `[0, value, arguments]`, in tags. */
  | { kind: 'answer'; text: string }
  /** A name that stands for a function, or for something else; by number. */
  | { kind: 'function' | 'held'; id: number }
  | { kind: 'missing' }
  | { kind: 'threw'; name: string; message: string }
  /** The attempt's time, memory or output is over. */
  | { kind: 'ended' }

export type Checked =
  | { kind: 'held' }
  | { kind: 'value'; text: string }
  /** `saw`: what the calls returned, a line each, and what the assert says. */
  | { kind: 'unmet'; saw: string }
  /** What the test itself threw. */
  | { kind: 'threw'; error: ProgramError }
  /** The last question's answer is the outcome: the candidate threw, or met a limit. */
  | { kind: 'failed' }

export interface TesterOptions {
  /** The names that are the candidate's, whatever else is called so. */
  owned: readonly string[]
  /** The problem says that the program returns objects. */
  objects: boolean
  memoryBytes: number
  stackBytes: number
  late: () => boolean
}

/** Longest text of a value that comes or goes. */
const maxChars = 65536
/** Lines of what calls returned that are told. */
const mostSeen = 20

type Told = [kind: string, first?: string, second?: string]

export class Tester {
  private readonly runtime: QuickJSRuntime
  private readonly context: QuickJSContext
  private readonly held: QuickJSHandle[] = []
  private readonly tools: Record<'check' | 'evaluate' | 'callBack', QuickJSHandle>
  private readonly labels = new Map<number, string>()
  private seen: string[] = []

  constructor(module: QuickJSWASMModule, options: TesterOptions, ask: (question: Question) => Answer) {
    this.runtime = module.newRuntime()
    this.runtime.setMemoryLimit(options.memoryBytes)
    this.runtime.setMaxStackSize(options.stackBytes)
    this.runtime.setInterruptHandler(options.late)
    const context = this.runtime.newContext()
    this.context = context
    const host = context.newFunction('ask', (operation, of, key, args) => {
      const question = {
        operation: context.getString(operation),
        of: context.typeof(of) === 'number' ? context.getNumber(of) : context.getString(of),
        key: context.getString(key),
        args: context.getString(args),
      }
      const answer = ask(question)
      this.note(question, answer)
      return this.listOf(answer)
    })
    this.held.push(host)
    const realm = this.keep(
      context.evalCode(realmSource({ maxChars, printed: { chars: 0, overflow: 'drop' } }), 'realm.js'),
    )
    const tester = this.keep(context.evalCode(testerSource, 'tester.js'))
    const owned = this.keep(context.evalCode(JSON.stringify(options.owned), 'names.js'))
    const made = this.keep(
      context.callFunction(
        tester,
        context.undefined,
        realm,
        host,
        owned,
        options.objects ? context.true : context.false,
      ),
    )
    const tool = (name: 'check' | 'evaluate' | 'callBack'): QuickJSHandle => {
      const handle = context.getProp(made, name)
      this.held.push(handle)
      return handle
    }
    this.tools = { check: tool('check'), evaluate: tool('evaluate'), callBack: tool('callBack') }
  }

  /** An assert: `held`, or how it is not. */
  check(source: string): Checked {
    return this.run(this.tools.check, source)
  }

  /** The value of an expression. */
  evaluate(source: string): Checked {
    return this.run(this.tools.evaluate, source)
  }

  /** A call of one of the test's functions by the candidate: `["value", value]` or `["threw", name, message]`. */
  callBack(id: number, args: string): string {
    const { context } = this
    const items = [context.newNumber(id), context.newString(args)]
    const result = context.callFunction(this.tools.callBack, context.undefined, ...items)
    for (const item of items) item.dispose()
    const text = result.error
      ? '["threw","Error","the test ended"]'
      : context.getString((result as { value: QuickJSHandle }).value)
    ;(result.error ?? (result as { value: QuickJSHandle }).value).dispose()
    return text
  }

  dispose(): void {
    for (const handle of this.held.splice(0)) handle.dispose()
    this.context.dispose()
    this.runtime.dispose()
  }

  private run(tool: QuickJSHandle, source: string): Checked {
    const { context } = this
    this.seen = []
    this.labels.clear()
    const text = context.newString(source)
    const result = context.callFunction(tool, context.undefined, text)
    text.dispose()
    if (result.error) {
      const { name = 'Error', message = '' } = (context.dump(result.error) ?? {}) as Partial<ProgramError>
      result.error.dispose()
      return { kind: 'threw', error: { name: String(name), message: String(message) } }
    }
    const [kind, first = '', second = ''] = JSON.parse(context.getString(result.value)) as Told
    result.value.dispose()
    switch (kind) {
      case 'held':
        return { kind }
      case 'value':
        return { kind, text: first }
      case 'unmet':
        return { kind, saw: [...this.seen, ...(first === '' ? [] : [`AssertionError: ${first}`])].join('\n') }
      case 'refused':
        return { kind: 'unmet', saw: [...this.seen, first].join('\n') }
      case 'failed':
      case 'ended':
        return { kind: 'failed' }
      default:
        return { kind: 'threw', error: { name: first, message: second } }
    }
  }

  /** Keeps what a person would read of a question and its answer. */
  private note({ operation, of, key, args }: Question, answer: Answer): void {
    if (answer.kind === 'function' || answer.kind === 'held') this.labels.set(answer.id, String(of))
    if (answer.kind !== 'answer' || args === '' || operation === 'set' || this.seen.length >= mostSeen) return
    const [, value] = JSON.parse(answer.text) as [0, unknown]
    const label = typeof of === 'string' ? of : (this.labels.get(of) ?? 'object')
    const given = showValue(decodeValue(args)).slice(1, -1)
    const call = `${operation === 'new' ? 'new ' : ''}${label}${operation === 'method' ? `.${key}` : ''}(${given})`
    if (Array.isArray(value) && value[0] === 9)
      this.labels.set(value[1] as number, operation === 'new' ? label : call)
    this.seen.push(`${call} = ${showValue(decodeValue(JSON.stringify(value)))}`)
  }

  private listOf(answer: Answer): QuickJSHandle {
    const { context } = this
    const list = context.newArray()
    const put = (i: number, item: string | number) =>
      (typeof item === 'string' ? context.newString(item) : context.newNumber(item)).consume((handle) =>
        context.setProp(list, i, handle),
      )
    put(0, answer.kind)
    if (answer.kind === 'answer') put(1, answer.text)
    if (answer.kind === 'function' || answer.kind === 'held') put(1, answer.id)
    if (answer.kind === 'threw') {
      put(1, answer.name)
      put(2, answer.message)
    }
    return list
  }

  private keep(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    const handle = this.context.unwrapResult(result)
    this.held.push(handle)
    return handle
  }
}
