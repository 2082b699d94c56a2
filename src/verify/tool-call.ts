/**
 * Tool calls, held to each tool's JSON Schema, and the script by which the sandbox runs them against the
 * problem's mock API. `extract/calls.ts` finds them in a response, which is data only; no part of it is ever run.
 */
import { z } from 'zod'
import type { Tool } from '../problems/problem.ts'
import type { ToolCall } from './extract/calls.ts'
import type { Matched } from './tool-patterns.ts'
import { schemaErrors, toolSchema, type SchemaBudget } from './tool-schema.ts'

/** What is wrong with a call by its tool's schema; null where nothing is. */
export function callError(
  { name, arguments: args }: ToolCall,
  tools: readonly Tool[],
  matched: Matched,
  budget?: SchemaBudget,
): string | null {
  const tool = tools.find((each) => each.name === name)
  if (!tool) return `There is no tool ${name}. There is ${tools.map((each) => each.name).join(', ')}.`
  const errors = schemaErrors(toolSchema(tool), args, matched, budget)
  return errors === null ? null : errors.map((error) => `${name}: ${error}`).join('\n')
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

/** The function of a name, which may be one within objects: `math.area`. */
function functionOf(name: string): string {
  const [first = ''] = name.split('.')
  const found = name.replaceAll('.', '?.')
  return `typeof ${first} !== 'undefined' && typeof ${found} === 'function' ? ${found}.bind(undefined) : undefined`
}

/** The problem's API with the runner behind it. */
export function apiScript(api: string, tools: readonly Tool[]): string {
  return `${api}
;async function ${API_RUNNER}(calls) {
  const tools = { __proto__: null, ${tools.map(({ name }) => `${JSON.stringify(name)}: ${functionOf(name)}`).join(', ')} }
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
