/** The Berkeley function-calling leaderboard: functions, a question, and the calls that are right where they are given. */
import { z } from 'zod'
import { jsonSchema } from '../../../problems/problem.ts'
import { normalTools, toolList } from '../tools.ts'
import { rowKind } from './row.ts'

const message = z.object({ role: z.string(), content: z.string() })
const truth = z.array(z.record(z.string(), z.record(z.string(), z.array(jsonSchema))))

/** A request to a provider: its tools, and what was asked. */
export const request = rowKind(
  'a request with tools',
  z.object({ messages: z.array(message).min(1), tools: toolList.optional(), functions: toolList.optional() }),
  ({ messages, tools: own, functions }) => {
    const read = own ?? functions
    if (!read) return null
    const tools = normalTools(read)
    return {
      text: '',
      found: {
        prose: `${messages.map(({ content }) => content).join('\n\n')}\n\nThe functions that can be called, as JSON:\n${JSON.stringify(tools)}\n\nAnswer with the calls as JSON: {"name": ..., "arguments": {...}}.`,
        tools: { tools, calls: [] },
        understood: [`${tools.length} ${tools.length === 1 ? 'function' : 'functions'} that can be called`],
        notUnderstood: [
          {
            line: null,
            text: '',
            reason: 'It does not say which call is right. Write check(results) in the API under Tools.',
          },
        ],
      },
    }
  },
)

export const bfcl = rowKind(
  'BFCL',
  z.object({
    question: z.union([z.string(), z.array(message), z.array(z.array(message))]),
    function: z.union([toolList, toolList.element.transform((each) => [each])]),
    ground_truth: truth.optional(),
    possible_answer: truth.optional(),
  }),
  ({ question, function: functions, ground_truth, possible_answer }) => {
    const turns = typeof question === 'string' ? [question] : question.flat().map(({ content }) => content)
    const tools = normalTools(functions)
    const calls = (ground_truth ?? possible_answer ?? []).flatMap((each) =>
      Object.entries(each).map(([name, args]) => ({ name, arguments: args })),
    )
    return {
      text: '',
      found: {
        prose: `${turns.join('\n\n')}\n\nThe functions that can be called, as JSON:\n${JSON.stringify(tools)}\n\nAnswer with the calls as JSON: {"name": ..., "arguments": {...}}.`,
        tools: { tools, calls },
        understood: [
          `${tools.length} ${tools.length === 1 ? 'function' : 'functions'} that can be called`,
          ...(calls.length > 0
            ? [`${calls.length} ${calls.length === 1 ? 'call' : 'calls'} that are right`]
            : []),
        ],
        ...(calls.length === 0 && {
          notUnderstood: [
            {
              line: null,
              text: '',
              reason:
                'The row does not say which call is right (BFCL keeps that in a file of its own). Write check(results) in the API under Tools.',
            },
          ],
        }),
      },
    }
  },
)
