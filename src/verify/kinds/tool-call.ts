/** Tool calls: the response calls tools as JSON, and an API of the problem's own is called in their place. */
import type { Json, Tool } from '../../problems/problem.ts'
import { fittedCall } from '../extract/arguments.ts'
import { extractCalls } from '../extract/calls.ts'
import { INCORRECT_FORMAT } from '../feedback.ts'
import { judgedBy } from '../finding.ts'
import { checkName } from '../identifiers.ts'
import type { Judged } from '../judge.ts'
import { ProblemError } from '../problem-error.ts'
import { scriptJob, scriptResult } from '../script.ts'
import { API_RUNNER, apiResultSchema, apiScript, callError, callText } from '../tool-call.ts'
import { matchPatterns, SchemaFault } from '../tool-patterns.ts'
import { schemaBudget, toolSchema } from '../tool-schema.ts'
import type { JudgeKind, ProgramOf, Submission } from './kind.ts'

export const toolCall: JudgeKind<'tool-call'> = {
  tests: [],
  check: ({ tools }) => checkTools(tools),
  judge: judgeCalls,
}

function checkTools(tools: readonly Tool[]): void {
  const names = tools.map(({ name }) => name)
  for (const name of names) for (const part of name.split('.')) checkName(part, 'tool', 'javascript')
  for (const tool of tools) checkSchema(tool)
  if (new Set(names).size !== names.length || names.includes('check'))
    throw new ProblemError(
      'Two functions of the API have the same name.',
      `The tools are ${names.join(', ')}, and check is the function that judges.`,
      'Give each tool a name of its own.',
    )
}

function checkSchema(tool: Tool): void {
  try {
    toolSchema(tool)
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error
    throw new ProblemError(
      `The parameters of the tool ${tool.name} cannot be read.`,
      error.message,
      'Write them as a JSON Schema: {"type": "object", "properties": {...}, "required": [...]}.',
    )
  }
}

async function judgeCalls({ tools, api }: ProgramOf<'tool-call'>, submission: Submission): Promise<Judged> {
  const { problem, response, execute } = submission
  const called = extractCalls(response, tools)
  const expected = 'The goal is met.'
  if (called === null || 'malformed' in called) {
    const why = called === null ? '' : ` ${called.malformed}`
    return judgedBy(submission, {
      status: 'format-error',
      text: `Incorrect Format: Write each call as JSON: {"name": "${tools[0]!.name}", "arguments": {...}}.${why}`,
      expected,
      actual: INCORRECT_FORMAT,
    })
  }
  const calls = called.calls.map((call) => fittedCall(call, tools))
  const input = calls.map(callText).join('\n')
  const matched = await matchPatterns(
    problem,
    tools,
    calls.map((call) => call.arguments),
    execute,
  )
  if (typeof matched === 'string')
    return judgedBy(submission, { status: 'time-out', text: matched, input, expected, actual: matched })
  const budget = schemaBudget()
  const wrong = calls
    .map((call) => ({ call, error: callError(call, tools, matched, budget) }))
    .find(({ error }) => error !== null)
  if (wrong)
    return judgedBy(submission, {
      status: 'runtime-error',
      text: `Invalid Call\n${wrong.error}\n\nLast Executed Call\n${callText(wrong.call)}`,
      input,
      expected,
      actual: `Error: ${wrong.error}`,
      judged: called,
    })
  const execution = await execute(
    scriptJob(problem, API_RUNNER, apiScript(api, tools), [calls as unknown as Json]),
  )
  const result = scriptResult(execution)
  const base = { input, expected, judged: called, timeMs: execution.timeMs }
  const parsed = 'value' in result ? apiResultSchema.safeParse(result.value) : null
  if (!parsed?.success) {
    const failed = 'failed' in result ? result.failed : 'it returned what is no JSON'
    return judgedBy(submission, {
      ...base,
      status: 'failed' in result ? result.status : 'runtime-error',
      text: `The API of this problem failed: ${failed}`,
      actual: failed,
    })
  }
  const { data } = parsed
  if ('failed' in data) {
    const call = calls[data.failed]
    return judgedBy(submission, {
      ...base,
      status: 'runtime-error',
      text: `Runtime Error\n${data.message}\n\nLast Executed Call\n${call ? callText(call) : ''}`,
      actual: `Error: ${data.message}`,
    })
  }
  const returned = calls
    .map((call, i) => `${callText(call)} = ${JSON.stringify(data.results[i] ?? null)}`)
    .join('\n')
  if (data.verdict === true)
    return judgedBy(submission, { ...base, status: 'passed', text: '', actual: returned })
  const missing =
    typeof data.verdict === 'string' && data.verdict !== ''
      ? data.verdict
      : 'The calls do not do what was asked.'
  return judgedBy(submission, {
    ...base,
    status: 'wrong-answer',
    text: `Wrong Answer\n${missing}\n\nOutput\n${returned}`,
    actual: `${returned}\n${missing}`,
  })
}
