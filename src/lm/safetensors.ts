/** The safetensors format: an 8-byte length, a JSON header, raw little-endian data. Whole files are read in f32 only; weights/safetensors-source.ts reads tensor by tensor. */
import { z } from 'zod'
import type { Shape } from 'ort-train'

export interface HostTensor {
  shape: Shape
  data: Float32Array
}

const headerSchema = z.record(
  z.string(),
  z.union([
    z.object({
      dtype: z.string(),
      shape: z.array(z.number().int().nonnegative()),
      data_offsets: z.tuple([z.number().int(), z.number().int()]),
    }),
    z.record(z.string(), z.string()),
  ]),
)

export interface SafetensorsEntry {
  name: string
  dtype: string
  shape: number[]
  /** Of its first byte, and of the first one after it, in the file. */
  start: number
  end: number
}

/** Bytes of the header's length, which come first. */
export const headerStart = 8
/** As the reference implementation bounds it would be 100 MB; models of a thousand tensors have 0.2 MB. */
const longestHeader = 20_000_000

/** Length of the JSON header, from the file's first 8 bytes. Throws where there is none. */
export function headerLength(first: Uint8Array, fileSize: number): number {
  if (first.length < headerStart) throw bad(`it has only ${first.length} bytes`)
  const length = Number(new DataView(first.buffer, first.byteOffset).getBigUint64(0, true))
  if (length > longestHeader) throw bad(`its header is said to have ${length} bytes, which no model needs`)
  if (length > fileSize - headerStart)
    throw bad('its header is longer than the file; the download may be incomplete')
  return length
}

/** The table of tensors. Throws where it is not one, or wants bytes that the file does not have. */
export function readHeader(json: Uint8Array, fileSize: number): SafetensorsEntry[] {
  let header: z.infer<typeof headerSchema>
  try {
    header = headerSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)))
  } catch {
    throw bad('its header is not the JSON it should be')
  }
  const entries = Object.entries(header).flatMap(([name, entry]): SafetensorsEntry[] => {
    if (name === '__metadata__' || !('data_offsets' in entry) || !Array.isArray(entry.data_offsets)) return []
    const {
      dtype,
      shape,
      data_offsets: [from, to],
    } = entry as { dtype: string; shape: number[]; data_offsets: [number, number] }
    const [start, end] = [headerStart + json.length + from, headerStart + json.length + to]
    if (from < 0 || to < from) throw bad(`tensor ${name} ends before it begins`)
    if (end > fileSize) throw bad(`tensor ${name} ends after the file does; the download may be incomplete`)
    return [{ name, dtype, shape, start, end }]
  })
  const inOrder = entries.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start)
  for (const [i, { name, start }] of inOrder.entries()) {
    const before = inOrder[i - 1]
    if (before && start < before.end) throw bad(`tensors ${before.name} and ${name} overlap`)
  }
  return entries
}

const bad = (why: string) => new Error(`Not a usable safetensors file: ${why}.`)

/** Throws a message that names what is wrong with the file: too short, no header, a type that is not F32, offsets outside the file. */
export function readSafetensors(file: ArrayBuffer | Uint8Array): Map<string, HostTensor> {
  const bytes = file instanceof Uint8Array ? file : new Uint8Array(file)
  const length = headerLength(bytes.subarray(0, headerStart), bytes.length)
  const header = bytes.subarray(headerStart, headerStart + length)
  const tensors = new Map<string, HostTensor>()
  for (const { name, dtype, shape, start, end } of readHeader(header, bytes.length)) {
    if (dtype !== 'F32') throw bad(`tensor ${name} is ${dtype}, and only F32 can be read`)
    const count = shape.reduce((a, b) => a * b, 1)
    if (end - start !== count * 4)
      throw bad(`tensor ${name} says ${count} values but has ${end - start} bytes`)
    // The data need not be aligned to four bytes, hence the copy.
    tensors.set(name, { shape, data: new Float32Array(new Uint8Array(bytes.subarray(start, end)).buffer) })
  }
  return tensors
}

/** A safetensors file of float32 tensors; the header is padded to 8 bytes, so that the tensors are aligned. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, HostTensor>,
  metadata: Record<string, string> = { format: 'pt' },
): Uint8Array {
  let offset = 0
  const header: Record<string, unknown> = { __metadata__: metadata }
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, (offset += data.byteLength)] }
  }
  const text = JSON.stringify(header)
  const json = new TextEncoder().encode(text + ' '.repeat((8 - (text.length % 8)) % 8))
  const file = new Uint8Array(8 + json.length + offset)
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true)
  file.set(json, 8)
  let at = 8 + json.length
  for (const { data } of tensors.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return file
}
