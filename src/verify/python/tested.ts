/** Tests that are judged where no candidate ever was, asserts and calls: how far each has come. */
import { z } from 'zod'
import type { Step, TestOutcome } from '../job.ts'
import { decodeValue, showValue } from '../value.ts'
import { errorOf } from './answer.ts'
import type { Answer, RawError } from './answer.ts'

const errorSchema = z.object({
  name: z.string(),
  message: z.string(),
  line: z.number().nullable(),
  bases: z.array(z.string()).default([]),
})
export const checkedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('held') }),
  z.object({ kind: z.literal('value'), value: z.string() }),
  /** The program is asked these, in this order, from the first: what is done, and how a person would write it. */
  z.object({ kind: z.literal('need'), ops: z.array(z.tuple([z.string(), z.string()])) }),
  z.object({ kind: z.literal('unmet'), error: errorSchema }),
  z.object({ kind: z.literal('threw'), error: errorSchema }),
  z.object({ kind: z.literal('refused'), why: z.string() }),
  /** The last answer is the outcome: the program threw. */
  z.object({ kind: z.literal('failed') }),
])
export type Checked = z.infer<typeof checkedSchema>

/** A question to the program, as done and as shown, with its answer. */
interface Asked {
  text: string
  shown: string
  answer: Answer
}

/** A test under way. */
export interface Tested {
  step: Extract<Step, { kind: 'assert' | 'call' }>
  at: Checked
  asked: Asked[]
}

/** Lines of what calls returned that are told. */
const mostShown = 20

/** The outcome of a test that asks nothing more. */
export function outcomeOf({ at, asked }: Tested, printed: string): TestOutcome {
  switch (at.kind) {
    case 'held':
      return { kind: 'returned', value: 'true', printed }
    case 'value':
      return { kind: 'returned', value: at.value, printed }
    case 'threw':
      return { kind: 'threw', error: errorOf(at.error), printed }
    case 'unmet':
      return {
        kind: 'unmet',
        saw: saw(asked, at.error.message === '' ? '' : `AssertionError: ${at.error.message}`),
        printed,
      }
    case 'refused':
      return { kind: 'unmet', saw: saw(asked, at.why), printed }
    case 'failed': {
      const error = lastError(asked)
      return {
        kind: 'threw',
        error: error ? errorOf(error) : { name: 'RuntimeError', message: 'the test cannot be run' },
        printed,
      }
    }
    case 'need':
      throw new TypeError('The test is not at its end.')
    default:
      return at satisfies never
  }
}

function lastError(asked: readonly Asked[]): RawError | null {
  const answer = asked.map((each) => each.answer).findLast((each) => each.kind === 'threw')
  return answer?.kind === 'threw' ? answer.error : null
}

function saw(asked: readonly Asked[], end: string): string {
  const lines = asked
    .slice(0, mostShown)
    .flatMap(({ shown, answer }) =>
      answer.kind === 'returned' && shown.endsWith(')') ? [`${shown} = ${firstOf(answer.value)}`] : [],
    )
  return [...lines, ...(end === '' ? [] : [end])].join('\n')
}

/** What a question gave, out of [value, arguments]. */
function firstOf(text: string): string {
  const pair = decodeValue(text)
  return Array.isArray(pair) && pair.length > 0 ? showValue(pair[0]!) : showValue(pair)
}
