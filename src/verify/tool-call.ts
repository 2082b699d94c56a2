/**
 * Tool calls, held to each tool's JSON Schema, and the script by which the sandbox runs them against the
 * problem's mock API. `extract/calls.ts` finds them in a response, which is data only; no part of it is ever run.
 */
import { z } from 'zod'
import type { Json, Tool } from '../problems/problem.ts'
import type { ToolCall } from './extract/calls.ts'

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
