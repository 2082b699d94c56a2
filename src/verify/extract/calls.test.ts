/** Tool calls as models write them. */
import { describe, expect, it } from 'vitest'
import type { Tool } from '../../problems/problem.ts'
import { fittedCall } from './arguments.ts'
import { extractCalls } from './calls.ts'

const tools: Tool[] = ['book', 'cancel'].map((name) => ({
  name,
  description: '',
  parameters: {
    type: 'object',
    properties: { room: { type: 'string' }, day: { type: 'string' }, people: { type: 'integer' } },
    required: ['room'],
  },
}))
const A = { name: 'book', arguments: { room: 'A', day: 'Monday' } }
const json = JSON.stringify(A)
const called = (response: string) => {
  const found = extractCalls(response, tools)
  return found && 'calls' in found ? found.calls.map((call) => fittedCall(call, tools)) : found
}

describe('one call', () => {
  it.each([
    json,
    json.replace('"Monday"', '"Monday",'),
    json.replaceAll('"', "'"),
    json.replace('"Monday"', '"Monday", "people": None'),
    json.replace('"day"', '/* free */ "day"'),
    '{name: "book", arguments: {room: "A", day: "Monday"}}',
    '[book(room="A", day="Monday")]',
    'book(room="A", day="Monday")',
    'book({"room": "A", "day": "Monday"})',
    "I will call `book(room='A', day='Monday')` now.",
    '<|tool_call_start|>[book(room="A", day="Monday")]<|tool_call_end|>',
    '```tool_code\nprint(book(room="A", day="Monday"))\n```',
    '<|python_tag|>{"name": "book", "parameters": {"room": "A", "day": "Monday"}}',
    '<tool_call>\n<function=book>\n<parameter=room>\nA\n</parameter>\n<parameter=day>\nMonday\n</parameter>\n</function>\n</tool_call>',
    '<function=book>{"room": "A", "day": "Monday"}</function>',
    '**Action:** book\n**Action Input:** {"room": "A", "day": "Monday"}',
    "Action: `book`\nAction Input: {'room': 'A', 'day': 'Monday'}\nObservation: done",
    '{"book": {"room": "A", "day": "Monday"}}',
    `I could call ${json.replace('"A"', '"B"')} but it is taken.\n</think>\n${json}`,
    `<think>${json.replace('"A"', '"B"')}</think>${json}`,
    `The tool is {"name": "book", "parameters": {"type": "object", "properties": {"room": {"type": "string"}}}}.\n${json}`,
    `${json}\n\`\`\`json\n${json}\n\`\`\``,
    `I call ${json} and expect {"room": "A"}.`,
  ])('%s', (response) => {
    expect(called(response)).toEqual([A])
  })
})

it('several calls, in order', () => {
  const B = { name: 'cancel', arguments: { room: 'A' } }
  expect(called(`${json}\n${JSON.stringify(B)}`)).toEqual([A, B])
  expect(called('[book(room="A", day="Monday"), cancel(room="A")]')).toEqual([A, B])
  expect(called(`<tool_call>${json}</tool_call><tool_call>${JSON.stringify(B)}</tool_call>`)).toEqual([A, B])
})

it('a number in quotes stays a text', () => {
  expect(called('book(room="1", people="3")')).toEqual([
    { name: 'book', arguments: { room: '1', people: '3' } },
  ])
})

it('equal calls in a list are several, and one that is told again is one', () => {
  expect(called(`[${json}, ${json}]`)).toEqual([A, A])
  expect(called(`${json}\n${json}`)).toEqual([A, A])
  expect(called(`I call ${json}. So: ${json}`)).toEqual([A])
})

it.each(['I would book room A.', 'book the room', '', 'other(room="A")', '{"room": "A"}'])(
  '%s is none',
  (response) => {
    const found = extractCalls(response, tools)
    expect(found === null || 'malformed' in found).toBe(true)
  },
)
