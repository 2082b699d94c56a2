/** The safetensors format: an 8-byte length, a JSON header, raw little-endian data. f32 only here. */
import { z } from 'zod'
import type { Shape } from '../graph/graph.ts'

export interface HostTensor {
  shape: Shape
  data: Float32Array
}

const headerSchema = z.record(
  z.string(),
  z.union([
    z.object({ dtype: z.string(), shape: z.array(z.number().int().nonnegative()), data_offsets: z.tuple([z.number().int(), z.number().int()]) }),
    z.record(z.string(), z.string()),
  ]),
)

/** Throws a message that names what is wrong with the file: too short, no header, a type that is not F32, offsets outside the file. */
export function readSafetensors(buffer: ArrayBuffer): Map<string, HostTensor> {
  const fail = (why: string) => new Error(`Not a usable safetensors file: ${why}.`)
  if (buffer.byteLength < 8) throw fail(`it has only ${buffer.byteLength} bytes`)
  const headerLength = Number(new DataView(buffer).getBigUint64(0, true))
  if (headerLength > buffer.byteLength - 8) throw fail('its header is longer than the file; the download may be incomplete')
  let header: z.infer<typeof headerSchema>
  try {
    header = headerSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(buffer, 8, headerLength))))
  } catch {
    throw fail('its header is not the JSON it should be')
  }
  const tensors = new Map<string, HostTensor>()
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__' || !('data_offsets' in entry) || !Array.isArray(entry.data_offsets)) continue
    const { dtype, shape, data_offsets: [start, end] } = entry as { dtype: string; shape: number[]; data_offsets: [number, number] }
    if (dtype !== 'F32') throw fail(`tensor ${name} is ${dtype}, and only F32 can be read`)
    const count = shape.reduce((a, b) => a * b, 1)
    if (start < 0 || end - start !== count * 4) throw fail(`tensor ${name} says ${count} values but has ${end - start} bytes`)
    if (8 + headerLength + end > buffer.byteLength) throw fail(`tensor ${name} ends after the file does; the download may be incomplete`)
    // The data need not be aligned to four bytes, hence the copy.
    tensors.set(name, { shape, data: new Float32Array(buffer.slice(8 + headerLength + start, 8 + headerLength + end)) })
  }
  return tensors
}

export function writeSafetensors(tensors: ReadonlyMap<string, HostTensor>, metadata: Record<string, string> = { format: 'pt' }): Uint8Array {
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
