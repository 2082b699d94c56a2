/** ToolAlpaca, and the paper's tool-use rows made of it: tools in words, and the actions that are right. */
import { z } from 'zod'
import type { Json } from '../../../problems/problem.ts'
import type { PastedTools } from '../pasted.ts'
import { fromJson, rowKind } from './row.ts'

const action = z.object({ Action: z.string(), Action_Input: z.unknown().optional() })
const actions = z.array(action).min(1)

export const toolUse = rowKind(
  'the paper’s tool use (ToolAlpaca)',
  z.object({ prompt: z.string(), answer: z.unknown().optional() }),
  ({ prompt, answer }) => {
    const right = actions.safeParse(fromJson(answer))
    const tools = documented(prompt)
    if (!right.success || tools.length === 0) return null
    return readingOf(prompt, tools, right.data)
  },
)

export const toolAlpaca = rowKind(
  'ToolAlpaca',
  z.object({
    Name: z.string().default(''),
    Description: z.string().default(''),
    NLDocumentation: z.string(),
    Instructions: z.array(z.string()).min(1),
    Golden_Answers: z.array(actions).min(1),
  }),
  ({ Name, Description, NLDocumentation, Instructions, Golden_Answers }) =>
    readingOf(
      `${Name}: ${Description}\n\n${NLDocumentation}\n\n${Instructions[0]!}`,
      documented(NLDocumentation),
      Golden_Answers[0]!,
      Instructions.length > 1 ? [`The first of ${Instructions.length} instructions is read.`] : [],
    ),
)

function readingOf(
  prose: string,
  tools: PastedTools['tools'],
  right: z.infer<typeof actions>,
  left: readonly string[] = [],
) {
  const calls = right.map(({ Action, Action_Input }) => {
    const given = z.record(z.string(), z.unknown()).safeParse(fromJson(Action_Input))
    return {
      name: Action,
      arguments: Object.fromEntries(
        Object.entries(given.success ? given.data : {}).map(([key, value]) => [key, [value as Json]]),
      ),
    }
  })
  const known = new Set(tools.map(({ name }) => name))
  const missing = [...new Set(calls.map(({ name }) => name))].filter((name) => !known.has(name))
  const all = [
    ...tools,
    ...missing.map((name) => ({ name, description: '', parameters: { type: 'object' } })),
  ]
  return {
    text: '',
    left,
    found: {
      prose: prose.trim(),
      tools: { tools: all, calls },
      understood: [
        `${all.length} ${all.length === 1 ? 'tool' : 'tools'}`,
        `${calls.length} ${calls.length === 1 ? 'call that is' : 'calls that are'} right`,
      ],
    },
  }
}

/** `name: what it does.`, then `Parameters: {"a": "string. What it is."}`. */
function documented(text: string): PastedTools['tools'][number][] {
  const found: PastedTools['tools'][number][] = []
  for (const match of text.matchAll(
    /^[ \t]*([A-Za-z_]\w*):[ \t]*([^\n]*)\n[ \t]*Parameters:[ \t]*(\{.*\})[ \t]*$/gm,
  )) {
    const parameters = z.record(z.string(), z.unknown()).safeParse(fromJson(match[3]!))
    const named = parameters.success ? Object.entries(parameters.data) : []
    found.push({
      name: match[1]!,
      description: match[2]!.trim(),
      parameters: {
        type: 'object',
        properties: Object.fromEntries(
          named.map(([name, about]) => [
            name,
            { description: String(about).replace(/^Required\.?\s*/i, '') },
          ]),
        ),
        required: named.filter(([, about]) => /^\s*required/i.test(String(about))).map(([name]) => name),
      },
    })
  }
  return found
}
