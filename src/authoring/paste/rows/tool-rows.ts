/** Rows with tools and the calls that are right, in whatever fields: xLAM, Hermes, Glaive, ToolBench, requests to a provider with their reply. */
import { z } from 'zod'
import { extractCalls } from '../../../verify/extract/calls.ts'
import { LiteralError, readLiteral } from '../../literal.ts'
import { normalTools, toolList } from '../tools.ts'
import type { PastedTools } from '../pasted.ts'
import { fromJson, rowKind, type RowReading } from './row.ts'

type Tools = PastedTools['tools']
type Calls = PastedTools['calls']

const toolFields = ['tools', 'functions', 'function', 'available_tools', 'api_list'] as const
const askFields = ['query', 'question', 'instruction', 'prompt', 'input', 'user', 'task'] as const
const callFields = [
  'answers',
  'answer',
  'expected_calls',
  'expected',
  'tool_calls',
  'calls',
  'ground_truth',
  'output',
  'target',
] as const
const message = z
  .object({
    role: z.string().optional(),
    from: z.string().optional(),
    content: z.string().nullish(),
    value: z.string().nullish(),
    tool_calls: z.unknown().optional(),
    function_call: z.unknown().optional(),
  })
  .transform(({ role, from, content, value, tool_calls, function_call }) => ({
    role: (role ?? from ?? '').toLowerCase(),
    text: (content ?? value ?? '').trim(),
    calls: tool_calls ?? (function_call == null ? undefined : [function_call]),
  }))
type Message = z.infer<typeof message>

export const toolRow = rowKind(
  'tools and calls',
  z.record(z.string(), z.unknown()),
  (row): RowReading | null => {
    const messages = messagesOf(row)
    const system = messages.filter(({ role }) => role === 'system')
    const own = toolFields.map((name) => toolsIn(row[name])).find((each) => each !== null)
    const tools = own ?? toolsInText([...system.map(({ text }) => text), textOf(row['system'])].join('\n'))
    if (!tools) return null
    const asked = messages.findIndex(({ role }) => role === 'user' || role === 'human')
    const ask =
      asked >= 0
        ? messages[asked]!.text
        : askFields.map((name) => textOf(row[name])).find((each) => each !== '')
    if (ask === undefined) return null
    // What a provider takes with a request, without a reply.
    const reply =
      asked < 0 ? undefined : messages.slice(asked + 1).find(({ role }) => /assistant|gpt|model/.test(role))
    const calls =
      (reply && callsIn(reply.calls ?? reply.text, tools)) ??
      callFields.map((name) => callsIn(row[name], tools)).find((each) => each !== null) ??
      []
    const before = own ? system.map(({ text }) => text).filter((text) => text !== '') : []
    return {
      text: '',
      found: {
        prose: [
          ...before,
          ask,
          `The functions that can be called, as JSON:\n${JSON.stringify(tools)}`,
          'Answer with the calls as JSON: {"name": ..., "arguments": {...}}.',
        ].join('\n\n'),
        tools: { tools, calls },
        understood: [
          tools.length === 1
            ? '1 function that can be called'
            : `${tools.length} functions that can be called`,
          ...(calls.length > 0
            ? [`${calls.length} ${calls.length === 1 ? 'call that is' : 'calls that are'} right`]
            : []),
        ],
        ...(calls.length === 0 && {
          notUnderstood: [
            {
              line: null,
              text: '',
              reason: 'It does not say which call is right. Write check(results) in the API under Tools.',
            },
          ],
        }),
      },
    }
  },
)

const textOf = (value: unknown) => (typeof value === 'string' ? value.trim() : '')

/** A list of messages, or Glaive's conversation in one text. */
function messagesOf(row: Record<string, unknown>): Message[] {
  const list = z
    .array(message)
    .min(1)
    .safeParse(row['messages'] ?? row['conversations'] ?? row['conversation'])
  if (list.success) return list.data
  const chat = textOf(row['chat'])
  if (!/^\s*USER:/.test(chat)) return []
  return chat.split(/(?=\b(?:USER|ASSISTANT|FUNCTION RESPONSE):)/).map((part) => {
    const [, role = '', text = ''] = /^(USER|ASSISTANT|FUNCTION RESPONSE):\s*([\s\S]*)$/.exec(part) ?? []
    return {
      role: role.toLowerCase(),
      text: text
        .replace(/<\|endoftext\|>/g, '')
        .replace(/<functioncall>/g, '')
        .trim(),
      calls: undefined,
    }
  })
}

/** Tools in a field: JSON, or a text that holds it. */
function toolsIn(value: unknown): Tools | null {
  const given = typeof value === 'string' ? valueOf(value) : value
  const list = Array.isArray(given) ? given.map(withSchema) : [withSchema(given)]
  const read = toolList.safeParse(list)
  return read.success ? normalTools(read.data) : null
}

/** Tools within a system prompt: Hermes and ToolBench have a list there, Glaive one object after another. */
function toolsInText(text: string): Tools | null {
  const found: Tools[number][] = []
  for (let at = 0, tries = 0; at < Math.min(text.length, 60_000) && tries < 200; at++) {
    if (text[at] !== '[' && text[at] !== '{') continue
    tries++
    const end = closing(text, at)
    if (end < 0) continue
    const read = toolsIn(text.slice(at, end))
    if (!read) continue
    found.push(...read)
    at = end - 1
  }
  return found.length > 0 ? found : null
}

/** Past the bracket that closes the one at `from`; -1 where none does. */
function closing(text: string, from: number): number {
  let depth = 0
  for (let i = from; i < text.length && i < from + 60_000; i++) {
    if ('[{'.includes(text[i]!)) depth++
    else if (']}'.includes(text[i]!) && --depth === 0) return i + 1
  }
  return -1
}

/** JSON, or what Python prints. */
function valueOf(text: string): unknown {
  const read = fromJson(text)
  if (read !== null) return read
  try {
    return readLiteral(text)
  } catch (error) {
    if (error instanceof LiteralError) return null
    throw error
  }
}

const flat = z.record(z.string(), z.object({ type: z.string(), default: z.unknown().optional() }).loose())

/** xLAM lists the parameters themselves, where a schema would hold them; those with a default may be left out. */
function withSchema(tool: unknown): unknown {
  if (typeof tool !== 'object' || tool === null || !('parameters' in tool)) return tool
  const parameters = flat.safeParse(tool.parameters)
  if (!parameters.success || Object.keys(parameters.data).length === 0) return tool
  const named = Object.entries(parameters.data)
  return {
    ...tool,
    parameters: {
      type: 'object',
      properties: Object.fromEntries(
        named.map(([name, { type, ...rest }]) => [
          name,
          { ...rest, ...plainType(type.replace(/,?\s*optional\b/i, '').trim()) },
        ]),
      ),
      required: named
        .filter(([, each]) => each.default === undefined && !/optional/i.test(each.type))
        .map(([name]) => name),
    },
  }
}

/** A type of Python's, `List[int]`, as JSON Schema has it. */
function plainType(type: string): { type?: string } {
  const plain = type.toLowerCase().replace(/\[.*$/s, '')
  if (plain === 'set' || plain === 'tuple' || plain === 'list') return { type: 'array' }
  return /^(?:str|int|float|bool|dict|string|integer|number|boolean|object|array)$/.test(plain)
    ? { type: plain }
    : {}
}

/** Calls in a field or a reply, as models write them; null where there is none. */
function callsIn(value: unknown, tools: Tools): Calls | null {
  if (value === null || value === undefined) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const read = extractCalls(text, tools)
  if (!read || 'malformed' in read) return null
  return read.calls.map(({ name, arguments: args }) => ({
    name,
    arguments: Object.fromEntries(Object.entries(args).map(([key, each]) => [key, [each]])),
  }))
}
