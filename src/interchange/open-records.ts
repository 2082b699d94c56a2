/** A file's records, one after another and each again by its place: lines of JSON, or rows of parquet. */
import { messageOf } from '../explained-error.ts'
import { ForeignError } from './foreign-error.ts'
import { linesOf, parse } from './records.ts'

/** Where a record is: of lines bytes from and to, of rows its number. */
interface RecordAt {
  at: number
  to: number
}

export interface Records {
  /** Rows of parquet; else lines, and the file may be one value over several of them. */
  readonly rows: boolean
  all(): AsyncGenerator<RecordAt & { value: unknown }>
  read(place: RecordAt): Promise<unknown>
}

/** Throws a ForeignError where it begins as parquet and is none. */
export async function openRecords(file: Blob): Promise<Records> {
  if ((await file.slice(0, 4).text()) !== 'PAR1') return lines(file)
  const { ParquetRows } = await import('./parquet-rows.ts')
  const told = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      throw new ForeignError(
        'The parquet file could not be read.',
        `${messageOf(error)}.`,
        'Copy it again if it was cut; else write it anew, in smaller row groups, or as JSON lines.',
      )
    })
  const opened = await told(ParquetRows.open(file))
  return {
    rows: true,
    async *all() {
      const rows = opened.rows()
      for (let next = await told(rows.next()); !next.done; next = await told(rows.next())) {
        const { row, value } = next.value
        yield { at: row, to: row, value }
      }
    },
    read: ({ at }) => told(opened.at(at)),
  }
}

function lines(file: Blob): Records {
  return {
    rows: false,
    async *all() {
      for await (const { value, from, to } of linesOf(file)) yield { at: from, to, value }
    },
    read: async ({ at, to }) => parse(await file.slice(at, to).text()),
  }
}
