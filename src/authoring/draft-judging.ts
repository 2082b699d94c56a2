/** How a result is compared, and what one attempt may use, as fields that a person fills in, and back. */
import type { Compare, Problem } from '../problems/problem.ts'
import type { TestsReading } from './problem-draft-tests.ts'

export interface CompareDraft {
  /** Who decides: equality, loosened by what follows, or a checker of the person's own. */
  by: 'equality' | 'checker'
  order: 'same' | 'any' | 'any-nested'
  anyCase: boolean
  /** A number, or nothing. */
  tolerance: string
  /** JavaScript that defines check(input, output, expected). */
  checker: string
}

export interface LimitsDraft {
  /** Milliseconds and megabytes; nothing where the language's own limits hold. */
  timeMs: string
  memoryMb: string
}

export const emptyCompare: CompareDraft = {
  by: 'equality',
  order: 'same',
  anyCase: false,
  tolerance: '',
  checker: '',
}
export const emptyLimits: LimitsDraft = { timeMs: '', memoryMb: '' }

export function compareDraftOf({ compare = {}, program }: Problem): CompareDraft {
  const tolerance = compare.tolerance ?? (program.kind === 'stdin' ? program.tolerance : undefined)
  return {
    by: compare.checker === undefined ? 'equality' : 'checker',
    order: compare.order ?? 'same',
    anyCase: compare.case === 'any',
    tolerance: tolerance === undefined ? '' : String(tolerance),
    checker: compare.checker ?? '',
  }
}

export function limitsDraftOf({ limits = {} }: Problem): LimitsDraft {
  const text = (value: number | undefined) => (value === undefined ? '' : String(value))
  return { timeMs: text(limits.timeMs), memoryMb: text(limits.memoryMb) }
}

/** The rules of comparison, or what keeps them from being some. */
export function readCompare(draft: CompareDraft): { compare: Compare } | { complaint: string } {
  const tolerance = draft.tolerance.trim() === '' ? undefined : Number(draft.tolerance)
  if (tolerance !== undefined && !(tolerance >= 0 && Number.isFinite(tolerance)))
    return { complaint: 'How far numbers may be off is a number, for instance 1e-6.' }
  if (draft.by === 'checker' && draft.checker.trim() === '')
    return {
      complaint:
        'Several answers are right here: write a checker under Judge, or say there that only the expected one is right.',
    }
  return {
    compare: {
      ...(draft.order !== 'same' && { order: draft.order }),
      ...(draft.anyCase && { case: 'any' }),
      ...(tolerance !== undefined && { tolerance }),
      ...(draft.by === 'checker' && { checker: draft.checker }),
    },
  }
}

export function readLimits(
  draft: LimitsDraft,
): { limits: NonNullable<Problem['limits']> } | { complaint: string } {
  const whole = (text: string) => (text.trim() === '' ? undefined : Number(text))
  const [timeMs, memoryMb] = [whole(draft.timeMs), whole(draft.memoryMb)]
  if (timeMs !== undefined && !(Number.isInteger(timeMs) && timeMs >= 50 && timeMs <= 20_000))
    return { complaint: 'The time limit is a whole number of milliseconds from 50 to 20,000.' }
  if (memoryMb !== undefined && !(Number.isInteger(memoryMb) && memoryMb >= 8 && memoryMb <= 512))
    return { complaint: 'The memory limit is a whole number of megabytes from 8 to 512.' }
  return { limits: { ...(timeMs !== undefined && { timeMs }), ...(memoryMb !== undefined && { memoryMb }) } }
}

/** Asserts say themselves what is right: rules of comparison do not reach them. */
export function allAsserts({ tests }: TestsReading): boolean {
  return tests.length > 0 && tests.every((test) => 'assert' in test)
}
