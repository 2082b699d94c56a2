/** Calls of tools: their schemas as JSON, and the API that the calls are run against. */
import type { DraftKind } from './kind.ts'

export const toolCall: DraftKind<'tool-call'> = {
  fields: ({ tools, api }) => ({ tools: `${JSON.stringify(tools, null, 2)}\n`, api }),
  program: ({ tools, api }) => {
    if (!/\bcheck\b/.test(api))
      return {
        complaint:
          'Which calls are right is not said: define check(results) in the API, which returns true, or what is missing.',
        field: 'tests',
      }
    try {
      return { program: { kind: 'tool-call', tools: JSON.parse(tools), api } }
    } catch (error) {
      return {
        complaint: `The list of tools is not JSON: ${(error as Error).message}. Check quotes, commas and brackets near that place.`,
        field: 'tests',
      }
    }
  },
}
