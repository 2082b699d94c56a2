/** Who read an attempt's tokens, as sentences and columns call them. */
import type { FormatId } from './formats.ts'

export interface Readers {
  /** Whose log-probabilities are called the student's: with its article, as in the middle of a sentence. */
  writer: string
  /** Whose stand beside them. */
  second: string
}

/** What a format calls the reader whose log-probabilities stand beside the writer's. */
export function secondReader(format: FormatId): string {
  switch (format) {
    case 'own':
    case 'token-exports':
    case 'opd-viz':
      return 'teacher'
    case 'verifiers':
      return 'reference model'
    case 'logprobs':
    case 'prompt-logprobs':
      return 'model of the second file'
    case 'verl':
    case 'trl':
      return 'second reader'
    default:
      return format satisfies never
  }
}

export function readersOf(format: FormatId): Readers {
  return { writer: 'its writer', second: `the ${secondReader(format)}` }
}

/** At the beginning of a sentence or a column; a model's own name stays as it is written. */
export function atStart(reader: string): string {
  return /^(its|the) /.test(reader) ? reader.charAt(0).toUpperCase() + reader.slice(1) : reader
}
