/**
 * Looks through the pages of a parquet column before they are read: how many values each says that it has, how large it would
 * grow, and how long the runs are that its levels and indices are written in. The reader makes what it is told.
 */
import type { ColumnMetaData, Compressors, DataReader, FileMetaData, PageHeader, SchemaTree } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { decompressPage } from 'hyparquet/src/datapage.js'
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getSchemaPath } from 'hyparquet/src/schema.js'
import { readVarInt } from 'hyparquet/src/thrift.js'

/** Encodings whose values take no more room than their bytes, or than so many references to them. */
const encodings: readonly (string | undefined)[] = ['PLAIN', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY', 'RLE']

/** Values of a column's pages. Throws an Error in words where there are more than `most`, or a page is not what it says. */
export async function countValues(
  file: Blob,
  { schema }: FileMetaData,
  column: ColumnMetaData,
  compressors: Compressors,
  most: number,
): Promise<number> {
  const name = column.path_in_schema.join('.')
  const refuse = (why: string): never => {
    throw new Error(`Its column ${name.slice(0, 80)} ${why}`)
  }
  const from = Number(column.dictionary_page_offset || column.data_page_offset)
  const to = from + Number(column.total_compressed_size)
  if (!(from >= 0 && to >= from && to <= file.size)) refuse('lies outside of the file')
  const view = new DataView(await file.slice(from, to).arrayBuffer())
  const reader: DataReader = { view, offset: 0 }
  const path = getSchemaPath(schema, column.path_in_schema)
  let values = 0
  while (reader.offset < view.byteLength - 1) {
    const header = parquetHeader(reader)
    const size = header.compressed_page_size
    if (!(size >= 0 && reader.offset + size <= view.byteLength)) refuse('is cut')
    const bytes = new Uint8Array(view.buffer, reader.offset, size)
    reader.offset += size
    const about = header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header
    if (!about) refuse('has a page of a kind that is not read')
    const { num_values: count, encoding } = about!
    values += count
    if (!(count >= 0 && values <= most)) refuse(`has more than ${most} values`)
    if (!encodings.includes(encoding))
      refuse(`is written as ${encoding ?? 'an unknown encoding'}, which is not read here`)
    if (!runsFit(bytes, header, column, path, compressors)) refuse('has runs longer than its pages')
  }
  return values
}

/** Whether the runs of a data page's levels and indices end with its values, give or take the last one\u2019s padding. */
function runsFit(
  bytes: Uint8Array,
  header: PageHeader,
  { codec }: ColumnMetaData,
  path: SchemaTree[],
  compressors: Compressors,
): boolean {
  const { data_page_header: first, data_page_header_v2: second } = header
  const widths = [getMaxRepetitionLevel(path), getMaxDefinitionLevel(path)].map(bitsOf)
  if (second) {
    const lengths = [second.repetition_levels_byte_length, second.definition_levels_byte_length]
    if (!lengths.every((length) => length >= 0 && length <= bytes.length)) return false
    let at = 0
    for (const [i, width] of widths.entries()) {
      if (width > 0 && !fit(bytes.subarray(at), width, second.num_values)) return false
      at += lengths[i]!
    }
    const rest = bytes.subarray(at)
    const size = header.uncompressed_page_size - at
    const page =
      second.is_compressed === false || size <= 0 ? rest : decompressPage(rest, size, codec, compressors)
    return indicesFit(page, second.encoding, second.num_values)
  }
  if (!first) return true
  const page = decompressPage(bytes, Number(header.uncompressed_page_size), codec, compressors)
  let at = 0
  for (const width of widths) {
    if (width === 0) continue
    if (at + 4 > page.length) return false
    const length = new DataView(page.buffer, page.byteOffset).getUint32(at, true)
    if (!fit(page.subarray(at + 4), width, first.num_values)) return false
    at += 4 + length
  }
  return indicesFit(page.subarray(at), first.encoding, first.num_values)
}

function indicesFit(page: Uint8Array, encoding: string, count: number): boolean {
  if (!/DICTIONARY|RLE/.test(encoding) || page.length === 0) return true
  // Indices say their width in a byte, booleans their length in four.
  return encoding === 'RLE' ? fit(page.subarray(4), 1, count) : fit(page.subarray(1), page[0]!, count)
}

/** Runs of values of so many bits: each is repeated, or packed in eights. Bytes that end sooner are left to the reader. */
function fit(bytes: Uint8Array, width: number, count: number): boolean {
  const reader: DataReader = {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    offset: 0,
  }
  for (let seen = 0; seen < count && reader.offset < bytes.length;) {
    const header = readVarInt(reader)
    const repeated = (header & 1) === 0
    const run = repeated ? header >>> 1 : (header >>> 1) * 8
    // Eights may go a little past the last value.
    if (run === 0 || seen + run > count + (repeated ? 0 : 7)) return false
    seen += run
    reader.offset += repeated ? (width + 7) >> 3 : (run / 8) * width
  }
  return true
}

const bitsOf = (largest: number) => 32 - Math.clz32(largest)
