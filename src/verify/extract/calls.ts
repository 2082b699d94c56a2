/** The calls of tools in a response, as the common formats and small models write them. Data only: no part of a response is ever run. */
import type { Json, Tool } from '../../problems/problem.ts'
import type { Extracted } from './extracted.ts'
import { WHOLE } from './extracted.ts'
import { fencesOf } from './fences.ts'
import { callAt, literalAt } from './literals.ts'
import { withoutThinking } from './thinking.ts'

export interface ToolCall {
  name: string
  arguments: Record<string, Json>
}

export type Called = Extracted & { calls: ToolCall[] }

/** Calls beyond this many characters are not looked for. */
const FIRST_CHARS = 16_000
/** So many places in a part are tried where a value may begin; prose in brackets is no value. */
const MOST_STARTS = 400

/** The calls of a response, in order; null where there is none; a sentence where what is there is no call. */
export function extractCalls(
  response: string,
  tools: readonly Tool[] = [],
): Called | { malformed: string } | null {
  const text = withoutThinking(response).trim().slice(0, FIRST_CHARS)
  const names = new Set(tools.map(({ name }) => name))
  let malformed: string | null = null
  for (const { text: part, from, found } of places(text, names)) {
    const calls = found ?? callsIn(part, names)
    if (calls.every((call) => typeof call !== 'string')) {
      if (calls.length > 0) return { text: part.trim(), from, calls: calls as ToolCall[] }
      if (/[{[]/.test(part)) malformed ??= complaint(part)
    } else malformed ??= calls.find((call) => typeof call === 'string') as string
  }
  return malformed === null ? null : { malformed }
}

type Place = Extracted & { found?: (ToolCall | string)[] }

/** Where calls may stand, the most explicit first. */
function* places(text: string, names: ReadonlySet<string>): Generator<Place> {
  const tagged = [
    ...text.matchAll(
      /<tool_call>([\s\S]*?)(?:<\/tool_call>|$)|<\|tool_call_start\|>([\s\S]*?)(?:<\|tool_call_end\|>|$)|<\|python_tag\|>([\s\S]*)$/g,
    ),
  ].map((found) => found[1] ?? found[2] ?? found[3]!)
  if (tagged.length > 0)
    yield {
      text: tagged.join('\n'),
      from:
        tagged.length === 1 ? 'what stands in <tool_call>' : `what stands in ${tagged.length} <tool_call>s`,
      found: tagged.flatMap((each) =>
        /<function=/.test(each)
          ? functionsIn(each)
          : /<arg_key>/.test(each)
            ? keyedIn(each)
            : callsIn(each, names),
      ),
    }
  const written = functionsIn(text)
  if (written.length > 0) yield { text, from: 'what stands in <function>', found: written }
  const acted = actions(text)
  if (acted.length > 0)
    yield {
      text: acted.map((call) => (typeof call === 'string' ? call : JSON.stringify(call))).join('\n'),
      from: 'Action and Action Input',
      found: acted,
    }
  const blocks = fencesOf(text).blocks.filter(({ tag }) =>
    /^(?:|json5?|jsonc|tool_calls?|tool_code|tool|javascript|js|python|py|text|plaintext)$/i.test(tag),
  )
  for (let i = blocks.length - 1; i >= 0; i--) {
    const from =
      blocks.length === 1
        ? 'the code block'
        : i === blocks.length - 1
          ? `the last of ${blocks.length} code blocks`
          : `code block ${i + 1} of ${blocks.length}`
    yield { text: blocks[i]!.code, from }
  }
  yield { text, from: WHOLE }
}

/** Qwen's and GLM's own: `<function=book><parameter=room>A</parameter></function>`. */
function functionsIn(text: string): ToolCall[] {
  return [...text.matchAll(/<function=([\w.-]+)>([\s\S]*?)(?:<\/function>|$)/g)].map(([, name, body]) => {
    const whole = literalAt(body!.trim(), 0)
    const parameters = [...body!.matchAll(/<parameter=([\w.-]+)>([\s\S]*?)(?:<\/parameter>|$)/g)]
    if (parameters.length === 0 && whole && isObject(whole.value))
      return { name: name!, arguments: whole.value }
    return {
      name: name!,
      arguments: Object.fromEntries(parameters.map(([, key, value]) => [key!, ownValue(value!.trim())])),
    }
  })
}

/** GLM's own: a name, then `<arg_key>room</arg_key><arg_value>A</arg_value>`. */
function keyedIn(text: string): (ToolCall | string)[] {
  const name = /^\s*([\w.-]+)/.exec(text)?.[1]
  if (name === undefined) return ['A call begins with the name of its tool.']
  const pairs = [...text.matchAll(/<arg_key>([\s\S]*?)<\/arg_key>\s*<arg_value>([\s\S]*?)<\/arg_value>/g)]
  return [
    {
      name,
      arguments: Object.fromEntries(pairs.map(([, key, value]) => [key!.trim(), ownValue(value!.trim())])),
    },
  ]
}

/** A parameter's text: a number, a list or an object where it is one as a whole, else itself. */
function ownValue(text: string): Json {
  const read = /^[-\d[{]|^(?:true|false|null|True|False|None)$/.test(text) ? literalAt(text, 0) : null
  return read?.end === text.length ? read.value : text
}

const ACTION =
  /^[ \t*#_]{0,8}Action[ \t]*:?[ \t*_]{0,4}:?[ \t]*[`"']?([\w.-]+)[`"']?[ \t*_]{0,4}\r?\n\s{0,8}[ \t*_]{0,4}Action[ _]?Input[ \t]*:?[ \t*_]{0,4}:?[ \t]*/gim

/** ReAct's form. What is said to come back, and any call after that, is imagined. */
function actions(text: string): (ToolCall | string)[] {
  const found = [...text.matchAll(ACTION)]
  return found.map(({ 0: all, 1: name, index }, i) => {
    const rest = text.slice(index + all.length, found[i + 1]?.index)
    const at = rest.search(/[{[]/)
    const read = at < 0 ? null : literalAt(rest, at)
    return read && isObject(read.value)
      ? { name: name!, arguments: read.value }
      : `The arguments of ${name} are not one JSON object.`
  })
}

/**
 * Every call in a part: outermost values that are calls, and calls as Python writes them, by the names of the tools.
 * What is said once more after other words ("so I call ...") is one call; equal calls in a list, or one below the other, are several.
 */
function callsIn(part: string, names: ReadonlySet<string>): (ToolCall | string)[] {
  const calls: (ToolCall | string)[] = []
  let before = { text: '', end: 0 }
  const add = (found: (ToolCall | string)[], start: number, end: number): void => {
    if (found.length === 0) return
    const text = JSON.stringify(found)
    if (text !== before.text || !/\p{L}/u.test(part.slice(before.end, start))) calls.push(...found)
    before = { text, end }
  }
  let starts = 0
  for (let at = 0; at < part.length && starts < MOST_STARTS; at++) {
    const c = part[at]!
    if (c === '{' || c === '[') {
      starts++
      const read = literalAt(part, at)
      if (!read) continue
      add(callsOf(read.value, names), at, read.end)
      at = read.end - 1
    } else if (/[A-Za-z_]/.test(c) && !/[\w.$]/.test(part[at - 1] ?? ' ')) {
      const name = /^[A-Za-z_][\w.]*/.exec(part.slice(at, at + 80))![0]
      const own = names.has(name) ? name : names.has(name.split('.').at(-1)!) ? name.split('.').at(-1)! : null
      if (own !== null && /^\s*\(/.test(part.slice(at + name.length, at + name.length + 8))) {
        starts++
        const read = callAt(part, at)
        const only = read?.call.unnamed[0]
        if (read && read.call.unnamed.length === 0)
          add([{ name: own, arguments: read.call.arguments }], at, read.end)
        else if (read && read.call.unnamed.length === 1 && isObject(only))
          add([{ name: own, arguments: { ...only, ...read.call.arguments } }], at, read.end)
        if (read) at = read.end - 1
      } else at += name.length - 1
    }
  }
  return calls
}

const isObject = (value: Json | undefined): value is Record<string, Json> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** A call in any of its common spellings, or a sentence on what is missing; an empty list for JSON that is about something else. */
function callsOf(value: Json, names: ReadonlySet<string>): (ToolCall | string)[] {
  if (Array.isArray(value)) return value.flatMap((each) => callsOf(each, names))
  if (!isObject(value)) return []
  const list = value['tool_calls'] ?? value['calls']
  if (Array.isArray(list)) return callsOf(list, names)
  const inner = value['function'] ?? value['function_call'] ?? value['tool_call']
  if (isObject(inner)) return callsOf(inner, names)
  const name = [value['name'], value['tool'], value['tool_name'], inner, value['action']].find(
    (each) => typeof each === 'string',
  )
  if (name === undefined) {
    // {"book": {"room": "A"}}
    const keys = Object.keys(value)
    const only = keys.length === 1 ? value[keys[0]!] : undefined
    return names.has(keys[0] ?? '') && isObject(only) ? [{ name: keys[0]!, arguments: only }] : []
  }
  const given = ['arguments', 'parameters', 'args', 'kwargs', 'input', 'action_input', 'tool_input']
    .map((key) => value[key])
    .find((each) => each !== undefined)
  // The tool's schema said over again is no call of it.
  if (isObject(given) && isObject(given['properties']) && given['type'] === 'object') return []
  const args = typeof given === 'string' ? (literalAt(given, 0)?.value ?? given) : (given ?? {})
  if (!isObject(args)) return [`The arguments of ${name} are not one JSON object.`]
  return [{ name, arguments: args }]
}

function complaint(part: string): string {
  const at = part.search(/[{[]/)
  try {
    JSON.parse(part.slice(at).trim())
    return 'It is no call.'
  } catch (error) {
    return (error as Error).message
  }
}
