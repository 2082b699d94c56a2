/** What a row of a data set says, whichever set it is of. */
import type { z } from 'zod'
import { jsonOf } from '../json-text.ts'
import type { Found, PastedAnswer } from '../pasted.ts'

export interface RowReading {
  title?: string
  /** Read as a text that was pasted; what `found` says stands before what is found in it. */
  text: string
  found?: Partial<Found>
  /** What of the row is left out, a sentence each. */
  left?: readonly string[]
}

export interface RowKind {
  /** The data set, as people call it. */
  name: string
  /** The reading of a row; null where it is of another kind. */
  read: (row: unknown) => RowReading | null
}

/** A kind of rows by its schema. `read` may refuse what the schema lets through. */
export function rowKind<T>(name: string, schema: z.ZodType<T>, read: (row: T) => RowReading | null): RowKind {
  return {
    name,
    read: (row) => {
      const parsed = schema.safeParse(row)
      return parsed.success ? read(parsed.data) : null
    },
  }
}

export const letterOf = (index: number) => String.fromCharCode(65 + index)

/** A question with choices, of which one is right. */
export function choiceRow(
  question: string,
  texts: readonly string[],
  right: string | null,
  labels: readonly string[] = texts.map((_, i) => letterOf(i)),
): RowReading {
  const options = texts.map((text, i) => ({ label: labels[i] ?? letterOf(i), text: text.trim() }))
  const answer: PastedAnswer = { kind: 'choice', value: right ?? '', options }
  return {
    text: '',
    found: {
      prose: `${question.trim()}\n\n${options.map(({ label, text }) => `${label}. ${text}`).join('\n')}`,
      answer,
      understood: [`A choice of ${options.length}${right === null ? '' : `, ${right} is right`}`],
      ...(right === null && {
        notUnderstood: [
          { line: null, text: '', reason: 'Which choice is right is not said. Name it under Answer.' },
        ],
      }),
    },
  }
}

/** Text that holds JSON, as some sets have their tests; the value itself where it is none. */
export function fromJson(value: unknown): unknown {
  if (typeof value !== 'string') return value
  return jsonOf(value) ?? null
}
