/** The GGUF container (versions 2 and 3): metadata, then the table of tensors, then their data. No knowledge of any model here. */
import type { ByteRange } from './bytes.ts'
import { unreadable, unsupported } from './weights-error.ts'

type GgufValue = string | number | boolean | GgufValue[]
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

/** Throws `WeightsError`: not GGUF, a version or byte order that is not read, cut short. */
export async function readGgufHeader(file: ByteRange): Promise<GgufHeader> {
  for (let length = Math.min(firstPart, file.size); ; length = Math.min(4 * length, file.size)) {
    const bytes = await file.read(0, length)
    try {
      return parse(file.name, bytes)
    } catch (error) {
      // A DataView says RangeError where the part that was read ends.
      if (!(error instanceof RangeError)) throw error
      if (length === file.size)
        throw unreadable(
          file.name,
          `It ends within its own header, after ${file.size} bytes: it is cut short`,
        )
    }
  }
}

function parse(name: string, bytes: Uint8Array): GgufHeader {
  const reader = new Reader(bytes)
  if (reader.u32() !== 0x46554747) throw unreadable(name, 'It does not begin with GGUF')
  const version = reader.u32()
  if (version !== 2 && version !== 3)
    throw unsupported(
      `${name} is of a GGUF version that is not read.`,
      version > 0xffff ? 'It is big-endian.' : `Its version is ${version}; 2 and 3 are read.`,
    )
  const [tensorCount, valueCount] = [reader.u64(), reader.u64()]
  const metadata: Record<string, GgufValue> = {}
  for (let i = 0; i < valueCount; i++) {
    const key = reader.string()
    metadata[key] = value(name, reader, reader.u32())
  }
  const tensors = Array.from({ length: Math.min(tensorCount, 1 << 20) }, (): GgufTensor => {
    const tensor = reader.string()
    const shape = Array.from({ length: Math.min(reader.u32(), 8) }, () => reader.u64()).reverse()
    return { name: tensor, shape, type: reader.u32(), offset: reader.u64() }
  })
  const alignment = typeof metadata['general.alignment'] === 'number' ? metadata['general.alignment'] : 32
  if (!(alignment >= 1 && alignment <= 1 << 20 && Number.isInteger(alignment)))
    throw unreadable(name, `Its tensors are said to be aligned to ${alignment} bytes`)
  const data = Math.ceil(reader.at / alignment) * alignment
  return { metadata, tensors: tensors.map((tensor) => ({ ...tensor, offset: data + tensor.offset })) }
}

function value(name: string, reader: Reader, type: number): GgufValue {
  switch (type) {
    case 0:
      return reader.u8()
    case 1:
      return reader.i8()
    case 2:
      return reader.u16()
    case 3:
      return reader.i16()
    case 4:
      return reader.u32()
    case 5:
      return reader.i32()
    case 6:
      return reader.f32()
    case 7:
      return reader.u8() !== 0
    case 8:
      return reader.string()
    case 9: {
      const of = reader.u32()
      const length = reader.u64()
      const items: GgufValue[] = []
      for (let i = 0; i < length; i++) items.push(value(name, reader, of))
      return items
    }
    case 10:
      return reader.u64()
    case 11:
      return reader.i64()
    case 12:
      return reader.f64()
    default:
      throw unreadable(name, `Its metadata have a value of type ${type}, which GGUF does not know`)
  }
}

class Reader {
  at = 0
  private readonly view: DataView
  private readonly text = new TextDecoder()

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  private step(bytes: number): number {
    const at = this.at
    this.at += bytes
    return at
  }

  u8(): number {
    return this.view.getUint8(this.step(1))
  }
  i8(): number {
    return this.view.getInt8(this.step(1))
  }
  u16(): number {
    return this.view.getUint16(this.step(2), true)
  }
  i16(): number {
    return this.view.getInt16(this.step(2), true)
  }
  u32(): number {
    return this.view.getUint32(this.step(4), true)
  }
  i32(): number {
    return this.view.getInt32(this.step(4), true)
  }
  f32(): number {
    return this.view.getFloat32(this.step(4), true)
  }
  f64(): number {
    return this.view.getFloat64(this.step(8), true)
  }
  u64(): number {
    return Number(this.view.getBigUint64(this.step(8), true))
  }
  i64(): number {
    return Number(this.view.getBigInt64(this.step(8), true))
  }

  string(): string {
    const length = this.u64()
    const start = this.at
    if (start + length > this.bytes.length) throw new RangeError('The string goes on beyond what was read.')
    this.at += length
    return this.text.decode(this.bytes.subarray(start, this.at))
  }
}
