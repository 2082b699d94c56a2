/**
 * Rows of a parquet file as plain values, a row group at a time. What the file says of its own sizes is looked at before anything
 * is made of them: a page that would grow past the bound is refused, not unpacked. Loaded when such a file is opened.
 */
import {
  parquetMetadataAsync,
  parquetReadObjects,
  snappyUncompress,
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
} from 'hyparquet'
import { decompressGzip, decompressLz4, decompressLz4Raw, decompressZstd } from 'hyparquet-compressors'
import { countValues } from './parquet-pages.ts'
import { largestRecord } from './records.ts'

/** Bytes that one row group may take unpacked, and one page of it. */
const largestGroup = 4 * largestRecord
const largestPage = largestRecord
/** Most values in a row group, over all its columns: those of lists are counted each. */
const mostValues = 2_000_000
/** Bytes of the file's own description. */
const largestDescription = 16 * 2 ** 20

/** Unpacks a page of a length that is looked at first. */
const bounded =
  (unpack: (input: Uint8Array, length: number) => Uint8Array) => (input: Uint8Array, length: number) => {
    if (!(length >= 0 && length <= largestPage)) throw new Error(`A page of it has ${length} bytes`)
    return unpack(input, length)
  }
const compressors: Compressors = {
  SNAPPY: bounded((input, length) => {
    const page = new Uint8Array(length)
    snappyUncompress(input, page)
    return page
  }),
  GZIP: bounded(decompressGzip),
  LZ4: bounded(decompressLz4),
  LZ4_RAW: bounded(decompressLz4Raw),
  ZSTD: bounded((input, length) => decompressZstd(input, new Uint8Array(length))),
}

export class ParquetRows {
  /** The row group that was read last: rows are looked at one after another. */
  private held: { group: number; rows: readonly unknown[] } | null = null

  private constructor(
    private readonly file: Blob,
    private readonly buffer: AsyncBuffer,
    private readonly metadata: FileMetaData,
    /** Of each row group its first row, and its length last. */
    private readonly starts: readonly number[],
  ) {}

  /** Throws an Error in words where it is no parquet, or says of itself what cannot be. */
  static async open(file: Blob): Promise<ParquetRows> {
    const tail = new DataView(await file.slice(Math.max(0, file.size - 8)).arrayBuffer())
    if (tail.byteLength < 8) throw new Error('It is cut')
    const described = tail.getUint32(0, true)
    if (described > Math.min(largestDescription, file.size))
      throw new Error(`Its description of itself has ${described} bytes`)
    const buffer: AsyncBuffer = {
      byteLength: file.size,
      slice: (start, end) => file.slice(start, end).arrayBuffer(),
    }
    const metadata = await parquetMetadataAsync(buffer, { geoparquet: false })
    const starts = [0]
    for (const [i, group] of metadata.row_groups.entries()) {
      const rows = Number(group.num_rows)
      const bytes = group.columns.reduce(
        (sum, column) => sum + Number(column.meta_data?.total_uncompressed_size ?? 0),
        0,
      )
      if (!(rows >= 0 && rows <= mostValues && bytes >= 0 && bytes <= largestGroup))
        throw new Error(
          `Its row group ${i + 1} has ${rows} rows in ${bytes} bytes, more than is read at once`,
        )
      starts.push(starts[i]! + rows)
    }
    return new ParquetRows(file, buffer, metadata, starts)
  }

  /** Every row with its place, in the file's order. */
  async *rows(): AsyncGenerator<{ row: number; value: unknown }> {
    for (let group = 0; group + 1 < this.starts.length; group++)
      for (const [i, value] of (await this.group(group)).entries())
        yield { row: this.starts[group]! + i, value }
  }

  /** A row by its place; undefined where there is none. */
  async at(row: number): Promise<unknown> {
    const group = this.starts.findLastIndex((start) => start <= row)
    if (group < 0 || group + 1 >= this.starts.length) return undefined
    return (await this.group(group))[row - this.starts[group]!]
  }

  private async group(group: number): Promise<readonly unknown[]> {
    if (this.held?.group === group) return this.held.rows
    let values = 0
    for (const { meta_data: column } of this.metadata.row_groups[group]!.columns)
      if (column)
        values += await countValues(this.file, this.metadata, column, compressors, mostValues - values)
    const rows = await parquetReadObjects({
      file: this.buffer,
      metadata: this.metadata,
      rowStart: this.starts[group]!,
      rowEnd: this.starts[group + 1]!,
      compressors,
      geoparquet: false,
    })
    const plain = rows.map((row) => plainOf(row))
    this.held = { group, rows: plain }
    return plain
  }
}

/** Whole numbers of 64 bits as numbers; a value that JSON has no word for as null. */
function plainOf(value: unknown, deep = 0): unknown {
  if (deep > 32) return null
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map((each) => plainOf(each, deep + 1))
  if (ArrayBuffer.isView(value) || value instanceof Date || value === undefined) return null
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainOf(each, deep + 1)]))
  return value
}
