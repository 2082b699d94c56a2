/** A file of any program as trace lines or as a table, written by parts as it is read. */
import { csvHead, csvRowsOf } from './csv.ts'
import type { ForeignAttempt } from './foreign.ts'
import { foreignLine } from './own-format.ts'

export type WrittenAs = 'lines' | 'csv'

/** Attempts of a part: a string of each is made at once. */
const together = 200

/** `.jsonl`, or `.csv` with a row a token. */
export async function writtenAs(attempts: AsyncIterable<ForeignAttempt>, as: WrittenAs): Promise<Blob> {
  const parts: Blob[] = []
  let lines: string[] = as === 'csv' ? [csvHead] : []
  const flush = () => {
    if (lines.length > 0) parts.push(new Blob([lines.join('\n'), '\n']))
    lines = []
  }
  for await (const attempt of attempts) {
    lines.push(...(as === 'csv' ? csvRowsOf(attempt) : [foreignLine(attempt)]))
    if (lines.length >= together) flush()
  }
  flush()
  return new Blob(parts, { type: as === 'csv' ? 'text/csv' : 'application/jsonl' })
}
