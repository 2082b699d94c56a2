/** Judges of responses that are no programs: an answer, calls of tools, whatever the author of the problem judges himself. */
import { feedbackDetailOf } from '../problems/problem.ts'
import type { AnswerRule, Problem, ProgramShape } from '../problems/problem.ts'
import { truncationNote } from '../problems/families/errors.ts'
import { answerForm, compareAnswer, extractAnswer, rightAnswer } from './answer.ts'
import { fittedCall } from './extract/arguments.ts'
import { extractCalls } from './extract/calls.ts'
import { judgedPart } from './extract/extracted.ts'
import type { Extracted } from './extract/extracted.ts'
import { INCORRECT_FORMAT, TIME_OUT, truncatedAttempt } from './feedback.ts'
import type { Executor, Judged, JudgeOptions } from './judge.ts'
import type { Execution, Job } from './job.ts'
import { limitsOf } from './limits.ts'
import { verdictNames } from './tell.ts'
import { API_RUNNER, apiResultSchema, apiScript, callError, callText } from './tool-call.ts'
import { matchPatterns } from './tool-patterns.ts'
import { decodeValue, toJson } from './value.ts'
import type { Json } from '../problems/problem.ts'
import type { VerdictStatus } from './verdict.ts'

type Execute = Executor['execute']

/** What a response came to, before it is told. */
interface Finding {
  status: VerdictStatus
  reward?: number
  /** The whole of what there is to say; empty for a pass. */
  text: string
  input?: string
  expected?: string
  actual: string
  timeMs?: number
  judged?: Extracted | null
}

/** Characters of a custom judge's words, at most. */
const mostFeedback = 6000

export async function judgeAnswer(
  problem: Problem,
  rule: AnswerRule,
  response: string,
  options: JudgeOptions,
  execute: Execute,
): Promise<Judged> {
  const answer = extractAnswer(response, rule)
  const expected = rightAnswer(rule)
  if (!answer)
    return judged(problem, options, {
      status: 'format-error',
      text: `Incorrect Format: End with ${answerForm(rule)}.`,
      expected,
      actual: INCORRECT_FORMAT,
    })
  const { right, hint, failed, timeMs } =
    rule.type === 'regex'
      ? await matches(problem, rule, answer.text, execute)
      : { ...compareAnswer(answer, rule), failed: undefined, timeMs: 0 }
  const shown =
    rule.type === 'choice'
      ? `${answer.text}. ${rule.options.find(({ label }) => label === answer.text)?.text ?? ''}`.trim()
      : answer.text
  const text = right
    ? ''
    : ['Wrong Answer', '', 'Your answer', shown, ...(hint === undefined ? [] : ['', hint])].join('\n')
  return judged(problem, options, {
    status: right ? 'passed' : (failed ?? 'wrong-answer'),
    text,
    expected,
    actual: shown,
    timeMs,
    judged: answer,
  })
}

/** A pattern can take for ever: it runs in the sandbox. */
async function matches(
  problem: Problem,
  { pattern, flags }: Extract<AnswerRule, { type: 'regex' }>,
  text: string,
  execute: Execute,
): Promise<{ right: boolean; hint?: string; failed?: VerdictStatus; timeMs: number }> {
  const execution = await execute(
    scriptJob(
      problem,
      'matches',
      'function matches(pattern, flags, text) { return new RegExp("^(?:" + pattern + ")$", flags).test(text) }',
      [pattern, flags ?? '', text],
    ),
  )
  const result = scriptResult(execution)
  if ('value' in result) return { right: result.value === true, timeMs: execution.timeMs }
  return {
    right: false,
    hint: `The pattern of this problem could not be matched: ${result.failed}`,
    failed: result.status,
    timeMs: execution.timeMs,
  }
}

export async function judgeToolCall(
  problem: Problem,
  { tools, api }: Extract<ProgramShape, { kind: 'tool-call' }>,
  response: string,
  options: JudgeOptions,
  execute: Execute,
): Promise<Judged> {
  const called = extractCalls(response, tools)
  const expected = 'The goal is met.'
  if (called === null || 'malformed' in called) {
    const why = called === null ? '' : ` ${called.malformed}`
    return judged(problem, options, {
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
    return judged(problem, options, { status: 'time-out', text: matched, input, expected, actual: matched })
  const wrong = calls
    .map((call) => ({ call, error: callError(call, tools, matched) }))
    .find(({ error }) => error !== null)
  if (wrong)
    return judged(problem, options, {
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
    return judged(problem, options, {
      ...base,
      status: 'failed' in result ? result.status : 'runtime-error',
      text: `The API of this problem failed: ${failed}`,
      actual: failed,
    })
  }
  const { data } = parsed
  if ('failed' in data) {
    const call = calls[data.failed]
    return judged(problem, options, {
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
    return judged(problem, options, { ...base, status: 'passed', text: '', actual: returned })
  const missing =
    typeof data.verdict === 'string' && data.verdict !== ''
      ? data.verdict
      : 'The calls do not do what was asked.'
  return judged(problem, options, {
    ...base,
    status: 'wrong-answer',
    text: `Wrong Answer\n${missing}\n\nOutput\n${returned}`,
    actual: `${returned}\n${missing}`,
  })
}

export async function judgeCustom(
  problem: Problem,
  source: string,
  response: string,
  options: JudgeOptions,
  execute: Execute,
): Promise<Judged> {
  const execution = await execute(scriptJob(problem, 'judge', source, [response]))
  const result = scriptResult(execution)
  const verdict = 'value' in result ? customVerdict(result.value) : null
  const base = { expected: 'reward 1', timeMs: execution.timeMs }
  if (!verdict) {
    const failed = 'failed' in result ? result.failed : 'judge(response) returned no {reward, feedback}.'
    return judged(problem, options, {
      ...base,
      status: 'failed' in result && result.status !== 'format-error' ? result.status : 'runtime-error',
      text: `The judge of this problem failed: ${failed}`,
      actual: failed,
    })
  }
  const { reward, feedback } = verdict
  return judged(problem, options, {
    ...base,
    status: reward >= 1 ? 'passed' : 'wrong-answer',
    reward,
    text: feedback === '' ? 'Wrong Answer' : feedback,
    actual: `reward ${reward}`,
  })
}

/** `{reward, feedback}`, `true`, or a number, as judges are written; null for anything else. */
function customVerdict(value: Json): { reward: number; feedback: string } | null {
  const { reward, feedback } =
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? value
      : { reward: value, feedback: '' }
  const number = typeof reward === 'boolean' ? Number(reward) : reward
  if (typeof number !== 'number' || Number.isNaN(number)) return null
  return {
    reward: Math.min(1, Math.max(0, number)),
    feedback: typeof feedback === 'string' ? feedback.trim().slice(0, mostFeedback) : '',
  }
}

/** One call of a function of the problem's own. */
function scriptJob(problem: Problem, name: string, code: string, args: Json[]): Job {
  return {
    program: { language: 'javascript', shape: { kind: 'function', name }, code },
    steps: [{ kind: 'args', args }],
    limits: limitsOf(problem, 'javascript'),
  }
}

function scriptResult(execution: Execution): { value: Json } | { failed: string; status: VerdictStatus } {
  if (execution.kind === 'no-program')
    return { failed: 'it does not define the function that is called.', status: 'format-error' }
  const outcome = execution.kind === 'ran' ? execution.outcomes[0]! : execution
  const line = (error: { name: string; message: string; line?: number }) =>
    `${error.name}: ${error.message}${error.line === undefined ? '' : ` (line ${error.line})`}`
  switch (outcome.kind) {
    case 'returned': {
      const value = toJson(decodeValue(outcome.value))
      return value === undefined
        ? { failed: 'it returned what is no JSON.', status: 'runtime-error' }
        : { value }
    }
    case 'threw':
      return { failed: line(outcome.error), status: 'runtime-error' }
    case 'syntax-error':
      return { failed: line(outcome.error), status: 'syntax-error' }
    case 'unmet':
      return { failed: outcome.saw, status: 'runtime-error' }
    case 'time-out':
      return { failed: TIME_OUT, status: 'time-out' }
    case 'memory-limit':
      return { failed: verdictNames['memory-limit'], status: 'memory-limit' }
    case 'output-limit':
      return { failed: 'it returned too much.', status: 'runtime-error' }
    default:
      return outcome satisfies never
  }
}

function judged(
  problem: Problem,
  { truncated = false }: JudgeOptions,
  { status, reward, text, input = '', expected = '', actual, timeMs = 0, judged: part = null }: Finding,
): Judged {
  const passed = status === 'passed'
  return {
    verdict: {
      reward: reward ?? (passed ? 1 : 0),
      status,
      passedTests: passed ? 1 : 0,
      totalTests: 1,
      feedback: passed ? '' : detailed(problem, status, text, truncated),
      told: null,
      timeMs,
      ...judgedPart(part),
    },
    records: [{ testIndex: 0, input, expected, actual, passed }],
  }
}

function detailed(problem: Problem, status: VerdictStatus, text: string, truncated: boolean): string {
  const detail = feedbackDetailOf(problem)
  switch (detail) {
    case 'nothing':
      return ''
    case 'verdict':
      return status === 'format-error' ? text : verdictNames[status]
    case 'first-failure':
    case 'all-failures':
      if (!truncated) return text
      return status === 'format-error' ? truncatedAttempt : `${text}\n${truncationNote}`
    default:
      return detail satisfies never
  }
}
