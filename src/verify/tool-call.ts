/**
 * Tool calls: found in a response as the common formats write them, held to each tool's JSON Schema, and
 * the script by which the sandbox runs them against the problem's mock API. The response is data only; no
 * part of it is ever run.
 */
import { z } from 'zod'
import type { Json, Tool } from '../problems/problem.ts'
import { allBlocks } from './extract.ts'
import { WHOLE } from './extract/extracted.ts'
import type { Extracted } from './extract/extracted.ts'
import { withoutThinking } from './extract/thinking.ts'

export interface ToolCall {
  name: string
  arguments: Record<string, Json>
}

export type Called = Extracted & { calls: ToolCall[] }

/** Calls beyond this many characters are not looked for. */
const FIRST_CHARS = 16_000

/** The calls of a response, in order; null where there is none; a sentence where what is there is no call. */
export function extractCalls(response: string): Called | { malformed: string } | null {
  const text = withoutThinking(response).trim().slice(0, FIRST_CHARS)
  let malformed: string | null = null
  for (const { text: part, from } of places(text)) {
    const values = jsonValues(part)
    if (values.length === 0) {
      if (/[{[]/.test(part)) malformed ??= complaint(part)
      continue
    }
    const calls = values.flatMap(callsOf)
    if (calls.every((call) => typeof call !== 'string')) {
      if (calls.length > 0) return { text: part.trim(), from, calls: calls as ToolCall[] }
    } else malformed ??= calls.find((call) => typeof call === 'string') as string
  }
  return malformed === null ? null : { malformed }
}

/** Where calls may stand, the most explicit first. */
function* places(text: string): Generator<Extracted> {
  const tagged = [...text.matchAll(/<tool_call>([\s\S]*?)(?:<\/tool_call>|$)/g)].map((found) => found[1]!)
  if (tagged.length > 0)
    yield {
      text: tagged.join('\n'),
      from:
        tagged.length === 1 ? 'what stands in <tool_call>' : `what stands in ${tagged.length} <tool_call>s`,
    }
  const actions = [...text.matchAll(/^[ \t]*Action:[ \t]*(\w+)[ \t]*\r?\n[ \t]*Action Input:[ \t]*/gm)]
  const written = actions.map(({ 0: all, 1: name, index }, i) => ({
    name,
    input: jsonValues(text.slice(index + all.length, actions[i + 1]?.index))[0],
  }))
  if (written.length > 0)
    yield {
      text: written.map(({ name, input }) => JSON.stringify({ name, arguments: input ?? null })).join('\n'),
      from: 'Action and Action Input',
    }
  const blocks = allBlocks(text).filter(({ tag }) => /^(|json5?|tool_call|javascript|js)$/i.test(tag))
  const last = blocks.at(-1)
  if (last)
    yield {
      text: last.code,
      from: blocks.length === 1 ? 'the code block' : `the last of ${blocks.length} code blocks`,
    }
  yield { text, from: WHOLE }
}

/** Every outermost JSON object or list in a text. */
function jsonValues(text: string): Json[] {
  const values: Json[] = []
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '{' && text[at] !== '[') continue
    const end = endOfJson(text, at)
    if (end === null) continue
    try {
      values.push(JSON.parse(text.slice(at, end)) as Json)
      at = end - 1
    } catch {
      // Prose in brackets: what is inside may still be JSON.
    }
  }
  return values
}

function endOfJson(text: string, at: number): number | null {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    const c = text[i]
    if (c === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++
    } else if (c === '{' || c === '[') depth++
    else if ((c === '}' || c === ']') && --depth === 0) return i + 1
  }
  return null
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

/** A call in any of its common spellings, or a sentence on what is missing; an empty list for JSON that is about something else. */
function callsOf(value: Json): (ToolCall | string)[] {
  if (Array.isArray(value)) return value.flatMap(callsOf)
  if (value === null || typeof value !== 'object') return []
  const list = value['tool_calls'] ?? value['calls']
  if (Array.isArray(list)) return list.flatMap(callsOf)
  const inner = value['function']
  if (inner !== null && typeof inner === 'object' && !Array.isArray(inner)) return callsOf(inner)
  const name = [value['name'], value['tool'], inner, value['action']].find((each) => typeof each === 'string')
  if (name === undefined) return []
  const given = ['arguments', 'parameters', 'args', 'input', 'action_input']
    .map((key) => value[key])
    .find((each) => each !== undefined)
  const args = typeof given === 'string' ? (jsonValues(given)[0] ?? given) : (given ?? {})
  if (args === null || typeof args !== 'object' || Array.isArray(args))
    return [`The arguments of ${name} are not one JSON object.`]
  return [{ name, arguments: args }]
}

/** What is wrong with a call by its tool's schema; null where nothing is. */
export function callError({ name, arguments: args }: ToolCall, tools: readonly Tool[]): string | null {
  const tool = tools.find((each) => each.name === name)
  if (!tool) return `There is no tool ${name}. There is ${tools.map((each) => each.name).join(', ')}.`
  const parsed = schemaOf(tool).safeParse(args)
  if (parsed.success) return null
  return parsed.error.issues
    .slice(0, 3)
    .map(({ path, message }) => {
      const missing = path.length > 0 && valueAt(args, path) === undefined
      return `${name}: ${path.length === 0 ? 'the arguments' : path.join('.')}: ${missing ? 'is required' : message}`
    })
    .join('\n')
}

const schemas = new WeakMap<Tool, z.ZodType>()

/** Throws where the tool's schema cannot be read. */
function schemaOf(tool: Tool): z.ZodType {
  const schema =
    schemas.get(tool) ??
    z.fromJSONSchema({ type: 'object', ...tool.parameters } as Parameters<typeof z.fromJSONSchema>[0])
  schemas.set(tool, schema)
  return schema
}

function valueAt(value: Json, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      inner === null || typeof inner !== 'object' ? undefined : (inner as Record<PropertyKey, unknown>)[key],
    value,
  )
}

export function callText({ name, arguments: args }: ToolCall): string {
  return `${name}(${JSON.stringify(args)})`
}

/** What the sandbox returns of `apiScript`. */
export const apiResultSchema = z.union([
  z.object({ failed: z.number().int(), message: z.string() }),
  z.object({ results: z.array(z.json()), verdict: z.json() }),
])

/** Name of the function that `apiScript` defines: it takes the calls. */
export const API_RUNNER = '__runCalls'

/** The problem's API with the runner behind it. */
export function apiScript(api: string, tools: readonly Tool[]): string {
  return `${api}
;async function ${API_RUNNER}(calls) {
  const tools = { ${tools.map(({ name }) => `${name}: typeof ${name} === 'function' ? ${name} : undefined`).join(', ')} }
  const results = []
  for (let i = 0; i < calls.length; i++) {
    const tool = tools[calls[i].name]
    if (tool === undefined) throw new TypeError('the API defines no function ' + calls[i].name)
    try {
      const result = await tool(calls[i].arguments)
      results.push(result === undefined ? null : result)
    } catch (error) {
      return { failed: i, message: error instanceof Error ? error.message : String(error) }
    }
  }
  if (typeof check !== 'function') throw new TypeError('the API defines no function check')
  const verdict = await check(results)
  return { results, verdict: verdict === undefined ? null : verdict }
}`
}
