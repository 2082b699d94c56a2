/** Tools: as JSON in the forms that data sets and providers have, and as signatures in a text. */
import { z } from 'zod'
import { extractCalls } from '../../verify/extract/calls.ts'
import { jsonSchema, type Json } from '../../problems/problem.ts'
import type { ProblemDraft } from '../problem-draft.ts'
import type { Found, PasteReader, PastedTools } from './pasted.ts'

const plainTool = z.object({
  name: z.string().min(1),
  description: z.string().default(''),
  parameters: z.record(z.string(), jsonSchema).optional(),
  input_schema: z.record(z.string(), jsonSchema).optional(),
  inputSchema: z.record(z.string(), jsonSchema).optional(),
})
const tool = z.union([
  z
    .object({ type: z.literal('function').optional(), function: plainTool })
    .transform((each) => each.function),
  plainTool,
])
/** Tools in OpenAI's form, Anthropic's, MCP's or plain. */
export const toolList = z.array(tool).min(1)

/** JSON Schema's own words for the types of other languages. */
const types: Readonly<Record<string, string | null>> = {
  dict: 'object',
  float: 'number',
  double: 'number',
  int: 'integer',
  long: 'integer',
  tuple: 'array',
  list: 'array',
  str: 'string',
  bool: 'boolean',
  any: null,
}

export function normalTools(read: z.infer<typeof toolList>): PastedTools['tools'] {
  return read.map(({ name, description, parameters, input_schema, inputSchema }) => ({
    name,
    description,
    parameters: schemaOf(
      parameters ?? input_schema ?? inputSchema ?? { type: 'object', properties: {} },
    ) as Record<string, Json>,
  }))
}

function schemaOf(node: Json): Json {
  if (Array.isArray(node)) return node.map(schemaOf)
  if (node === null || typeof node !== 'object') return node
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]): [string, Json][] => {
      if (key === 'type' && typeof value === 'string' && Object.hasOwn(types, value.toLowerCase())) {
        const type = types[value.toLowerCase()]!
        return type === null ? [] : [['type', type]]
      }
      return [[key, schemaOf(value)]]
    }),
  )
}

/** The fields of a draft: an API that records the calls, and a check against those that are right where they are known. */
export function toolsDraft({ tools, calls }: PastedTools): Pick<ProblemDraft, 'kind' | 'tools' | 'api'> {
  const names = tools.map(({ name }) => name)
  const functions = names
    .map((name) => `function ${name}(args) {\n  made.push({ name: '${name}', args })\n  return args\n}\n`)
    .join('')
  const check =
    calls.length === 0
      ? ''
      : `
// The calls that are right: each argument is one of these values; one that may be '' may be left out.
const right = ${JSON.stringify(calls, null, 2)}
const plain = (value) => JSON.stringify(value).toLowerCase().replace(/^"(-?[\\d.]+)"$/, '$1')
function check() {
  const open = [...made]
  for (const { name, arguments: wanted } of right) {
    const at = open.findIndex((call) => call.name === name && Object.keys(call.args).every((key) => key in wanted) &&
      Object.entries(wanted).every(([key, values]) => key in call.args
        ? values.some((value) => plain(value) === plain(call.args[key]))
        : values.includes('')))
    if (at < 0) return 'no call of ' + name + ' with the arguments that are asked for'
    open.splice(at, 1)
  }
  return open.length === 0 || 'the call of ' + open[0].name + ' is one too many'
}
`
  return {
    kind: 'tool-call',
    tools: `${JSON.stringify(tools, null, 2)}\n`,
    api: `const made = []\n${functions}${check}`,
  }
}

const signature =
  /^\s*(?:[-*\u2022]\s+|\d+[.)]\s+)?`?(?:def\s+)?([A-Za-z_]\w{1,60})\(([^()]{0,400})\)\s*(?:->|\u2192)\s*([A-Za-z_][\w[\], .|<>]{0,60}?)`?\s*(?:[:\u2013\u2014#-]+\s*(.*))?$/
/** Without what it returns, in a list of tools whose right call is said. */
const listed =
  /^\s*(?:[-*\u2022]\s+|\d+[.)]\s+|def\s+|`)+([A-Za-z_]\w{1,60})\(([^()]{0,400})\)(`?)\s*(?:[:\u2013\u2014#-]+\s*(.*))?$/
const parameter = /^\*{0,2}([A-Za-z_]\w*)\??\s*(?::\s*([\w[\], .|<>'"]+?))?\s*(=.*)?$/
const about =
  /\btools?\b|\bfunctions?\b|\bapi\b|werkzeug|outil|herramienta|ferramenta|\u5de5\u5177|\u5de5\u5177|\u30c4\u30fc\u30eb|\u0438\u043d\u0441\u0442\u0440\u0443\u043c\u0435\u043d\u0442/i

/** `book(room: str, day: str) -> str: books a room`, where the text speaks of tools. */
export const readTools: PasteReader = (lines, free) => {
  if (!lines.some((line, i) => free(i) && line.length < 1000 && about.test(line))) return null
  const called = lines.some(
    (line, i) => free(i) && line.length < 2000 && /\bcalls?\b/i.test(expected.exec(line)?.[0] ?? ''),
  )
  const tools: { name: string; description: string; parameters: Record<string, Json> }[] = []
  const taken: number[] = []
  lines.forEach((line, i) => {
    const found =
      free(i) && line.length < 1000 ? (signature.exec(line) ?? (called ? listed.exec(line) : null)) : null
    if (!found) return
    const parts =
      found[2]!.trim() === ''
        ? []
        : found[2]!.split(/,(?![^[<]*[\]>])/).map((part) => parameter.exec(part.trim()))
    if (parts.some((part) => part === null)) return
    const properties = Object.fromEntries(parts.map((part) => [part![1]!, typed(part![2])]))
    tools.push({
      name: found[1]!,
      description: found[4]?.trim() ?? '',
      parameters: {
        type: 'object',
        properties,
        required: parts
          .filter((part) => part![3] === undefined && !/\?|Optional|None/.test(part![0]))
          .map((part) => part![1]!),
      },
    })
    taken.push(i)
  })
  if (tools.length === 0) return null
  const right = expectedCalls(lines, free, tools)
  const found: Found = {
    // The model reads the tools in the statement.
    taken: right.taken,
    understood: [
      `${tools.length} ${tools.length === 1 ? 'tool' : 'tools'}: ${tools.map(({ name }) => name).join(', ')}`,
      ...(right.calls.length > 0
        ? [`${right.calls.length} ${right.calls.length === 1 ? 'call that is' : 'calls that are'} right`]
        : []),
    ],
    notUnderstood:
      right.calls.length > 0
        ? []
        : [
            {
              line: taken[0]! + 1,
              text: '',
              reason:
                'Which calls are right is not said. Write check(results) in the API under Tools, or paste a line \u201cExpected call: \u2026\u201d below.',
            },
          ],
    tools: { tools, calls: right.calls },
  }
  return found
}

const expected =
  /^[\s*#>_-]*(?:(?:expected|correct|right|gold|true|target)\s+(?:tool\s+|function\s+)?(?:calls?|answers?|outputs?)|answer|solution|ground truth)[*_]*\s*:[*_]*\s*(.*)$/i

/** The calls that the text says are right: behind "Expected call:", and on the lines below it. */
function expectedCalls(
  lines: readonly string[],
  free: (index: number) => boolean,
  tools: PastedTools['tools'],
): { taken: number[]; calls: PastedTools['calls'] } {
  const at = lines.findLastIndex((line, i) => free(i) && line.length < 2000 && expected.test(line))
  if (at < 0) return { taken: [], calls: [] }
  const read = extractCalls([expected.exec(lines[at]!)![1]!, ...lines.slice(at + 1)].join('\n'), tools)
  if (!read || 'malformed' in read) return { taken: [], calls: [] }
  return {
    taken: Array.from({ length: lines.length - at }, (_, i) => at + i).filter(free),
    calls: read.calls.map(({ name, arguments: args }) => ({
      name,
      arguments: Object.fromEntries(Object.entries(args).map(([key, value]) => [key, [value]])),
    })),
  }
}

function typed(type: string | undefined): Json {
  const plain = type?.trim().toLowerCase() ?? ''
  const values = type?.split('|').map((each) => /^\s*(["'])(.*)\1\s*$/.exec(each)?.[2])
  if (values?.every((each) => each !== undefined)) return { type: 'string', enum: values }
  if (/^(?:str|string)\b/.test(plain)) return { type: 'string' }
  if (/^(?:int|integer)\b/.test(plain)) return { type: 'integer' }
  if (/^(?:float|number|double)\b/.test(plain)) return { type: 'number' }
  if (/^(?:bool|boolean)\b/.test(plain)) return { type: 'boolean' }
  if (/^(?:list|array|sequence)\b|\[\]$/.test(plain)) return { type: 'array' }
  return {}
}
