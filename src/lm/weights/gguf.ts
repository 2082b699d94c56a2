/** The GGUF container (versions 2 and 3): metadata, then the table of tensors, then their data. No knowledge of any model here. */
import type { ByteRange } from './bytes.ts'
import { BeyondPart, GgufReader, type GgufValue } from './gguf-values.ts'
import { unreadable, unsupported } from './weights-error.ts'

export type GgufMetadata = Readonly<Record<string, GgufValue>>

export interface GgufTensor {
  name: string
  /** Row-major: the file's own order, which begins with the innermost, turned round. */
  shape: number[]
  /** ggml's number of the type. */
  type: number
  /** Of its first byte in the file. */
  offset: number
}

export interface GgufHeader {
  metadata: GgufMetadata
  tensors: GgufTensor[]
}

/** Read first: vocabularies make headers of a few megabytes. */
const firstPart = 4 << 20
/** No model is near these. */
const most = { headerBytes: 256 << 20, values: 1 << 16, tensors: 1 << 17, dimensions: 4 }
/** Bytes that a metadata value and a row of the table of tensors take at the least. */
const [valueBytes, tensorBytes] = [13, 24]

/** Throws `WeightsError`: not GGUF, a version or byte order that is not read, cut short, more in it than any model has. */
export async function readGgufHeader(file: ByteRange): Promise<GgufHeader> {
  let length = Math.min(firstPart, file.size)
  for (;;) {
    try {
      return parse(file.name, await file.read(0, length), file.size)
    } catch (error) {
      if (!(error instanceof BeyondPart)) throw error
      if (error.end > most.headerBytes)
        throw unreadable(file.name, `Its header is said to be longer than ${most.headerBytes >> 20} MB`)
      length = Math.min(file.size, most.headerBytes, Math.max(4 * length, error.end))
    }
  }
}

function parse(name: string, bytes: Uint8Array, size: number): GgufHeader {
  const reader = new GgufReader(name, bytes, size)
  if (reader.u32() !== 0x46554747) throw unreadable(name, 'It does not begin with GGUF')
  const version = reader.u32()
  if (version !== 2 && version !== 3)
    throw unsupported(
      `${name} is of a GGUF version that is not read.`,
      version > 0xffff ? 'It is big-endian.' : `Its version is ${version}; 2 and 3 are read.`,
    )
  const tensorCount = reader.count(reader.u64(), tensorBytes, 'tensors', most.tensors)
  const valueCount = reader.count(reader.u64(), valueBytes, 'values of metadata', most.values)
  const metadata: Record<string, GgufValue> = Object.create(null) as Record<string, GgufValue>
  for (let i = 0; i < valueCount; i++) {
    const key = reader.string()
    metadata[key] = reader.value(reader.u32())
  }
  const tensors = Array.from({ length: tensorCount }, (): GgufTensor => {
    const tensor = reader.string()
    const dimensions = reader.count(reader.u32(), 8, `dimensions of ${tensor.slice(0, 80)}`, most.dimensions)
    const shape = Array.from({ length: dimensions }, () => reader.u64()).reverse()
    return { name: tensor, shape, type: reader.u32(), offset: reader.u64() }
  })
  const alignment = typeof metadata['general.alignment'] === 'number' ? metadata['general.alignment'] : 32
  if (!(alignment >= 1 && alignment <= 1 << 20 && Number.isInteger(alignment)))
    throw unreadable(name, `Its tensors are said to be aligned to ${alignment} bytes`)
  const data = Math.ceil(reader.at / alignment) * alignment
  return { metadata, tensors: tensors.map((tensor) => ({ ...tensor, offset: data + tensor.offset })) }
}
