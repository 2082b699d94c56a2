/** What the harness answers with. A candidate that took the harness over can send any text: each is read here, bounded and held to its form, or refused. */
import { z } from 'zod'
import type { ProgramError, TestOutcome } from '../job.ts'
import { recursionLimit } from '../limits.ts'
import { decodeValue } from '../value.ts'
import { OutOfAnswer, OutOfOutput, OutOfTime, Shut } from './allowance.ts'

const rawErrorSchema = z.object({
  name: z.string(),
  message: z.string(),
  line: z.number().nullable(),
  bases: z.array(z.string()).max(100).default([]),
})
export type RawError = z.infer<typeof rawErrorSchema>

const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('returned'), value: z.string() }),
  z.object({ kind: z.literal('threw'), error: rawErrorSchema }),
  z.object({ kind: z.literal('memory-limit') }),
  z.object({ kind: z.literal('output-limit') }),
])
export type Answer = z.infer<typeof answerSchema>

const unreadable: Answer = {
  kind: 'threw',
  error: { name: 'RuntimeError', message: 'the answer cannot be read', line: null, bases: [] },
}

/** What running a function of the harness came to. */
export function readAnswer(text: string): Answer {
  try {
    const answer = answerSchema.parse(JSON.parse(text))
    // A value that cannot be read now is not handed on.
    if (answer.kind === 'returned') decodeValue(answer.value)
    return answer
  } catch {
    return unreadable
  }
}

const compiledSchema = z.object({ error: rawErrorSchema }).nullable()

/** The syntax error of `compile_code`, or null. */
export function readCompiled(text: string): RawError | null {
  return compiledSchema.parse(JSON.parse(text))?.error ?? null
}

export function errorOf({ name, message, line }: RawError): ProgramError {
  return { name, message, ...(line !== null && { line }) }
}

/** The outcome where something was thrown through the interpreter. A whole program may end it with `os._exit(0)`. */
export function brokenBy(error: unknown, isWhole: boolean): TestOutcome {
  if (error instanceof OutOfTime) return { kind: 'time-out' }
  if (error instanceof OutOfOutput || error instanceof OutOfAnswer) return { kind: 'output-limit' }
  const threw = (name: string, message: string): TestOutcome => ({
    kind: 'threw',
    error: { name, message },
    printed: '',
  })
  if (error instanceof Shut) return threw('PermissionError', 'the sandbox does not allow this')
  if (error instanceof RangeError) return threw('RecursionError', recursionLimit)
  const { name, status } = (error ?? {}) as { name?: unknown; status?: unknown }
  if (name === 'ExitStatus' && status === 0 && isWhole)
    return { kind: 'returned', value: 'null', printed: '' }
  if (name === 'ExitStatus') return threw('SystemExit', 'the program ended the interpreter')
  return threw('SystemError', 'the program broke the interpreter')
}
