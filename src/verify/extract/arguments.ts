/** Arguments as the tool's schema means them: `None` for what may be left out is left out. A number in quotes stays a text, which a tool may refuse. */
import type { Json, Tool } from '../../problems/problem.ts'
import type { ToolCall } from './calls.ts'

export function fittedCall(call: ToolCall, tools: readonly Tool[]): ToolCall {
  const tool = tools.find(({ name }) => name === call.name)
  const properties = objectOf(tool?.parameters['properties'])
  if (!tool || !properties) return call
  const required = Array.isArray(tool.parameters['required']) ? tool.parameters['required'] : []
  const entries = Object.entries(call.arguments).flatMap(([key, value]): [string, Json][] => {
    const schema = objectOf(properties[key])
    if (!schema) return [[key, value]]
    const types = [schema['type']].flat()
    if (
      value === null &&
      schema['type'] !== undefined &&
      !types.includes('null') &&
      schema['nullable'] !== true &&
      !required.includes(key)
    )
      return []
    return [[key, value]]
  })
  return { ...call, arguments: Object.fromEntries(entries) }
}

const objectOf = (value: Json | undefined): Record<string, Json> | null =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null
