/**
 * Values of a GGUF header: scalars, text, and arrays, whose numbers lie in typed arrays, so that the scores and types of a
 * large vocabulary take what they take in the file. Every count is held against the file before anything is made of it.
 */
import { unreadable, unsupported } from './weights-error.ts'

/** Truth values are bytes of 0 and 1; whole numbers of 64 bits are doubles. */
export type GgufNumbers =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array

export type GgufValue = string | number | boolean | readonly string[] | GgufNumbers

/** What is wanted lies within the file, beyond the part of it that was read. */
export class BeyondPart extends Error {
  constructor(readonly end: number) {
    super(`The part that was read ends before byte ${end}.`)
  }
}

/** GGUF's numbers of the types that are not numbers of a fixed size. */
const [bool, text, array, unsigned64, signed64] = [7, 8, 9, 10, 11]
/** What a string takes at the least: its length. */
const lengthBytes = 8

/** Arrays of numbers, by GGUF's number of their type. Files and machines alike have the lowest byte first. */
const numbers: Readonly<Record<number, { bytes: number; of: (bytes: ArrayBuffer) => GgufNumbers }>> = {
  0: { bytes: 1, of: (bytes) => new Uint8Array(bytes) },
  1: { bytes: 1, of: (bytes) => new Int8Array(bytes) },
  2: { bytes: 2, of: (bytes) => new Uint16Array(bytes) },
  3: { bytes: 2, of: (bytes) => new Int16Array(bytes) },
  4: { bytes: 4, of: (bytes) => new Uint32Array(bytes) },
  5: { bytes: 4, of: (bytes) => new Int32Array(bytes) },
  6: { bytes: 4, of: (bytes) => new Float32Array(bytes) },
  [bool]: { bytes: 1, of: (bytes) => new Uint8Array(bytes).map((byte) => Number(byte !== 0)) },
  [unsigned64]: { bytes: 8, of: (bytes) => wide(new Uint32Array(bytes), new Uint32Array(bytes)) },
  [signed64]: { bytes: 8, of: (bytes) => wide(new Uint32Array(bytes), new Int32Array(bytes)) },
  12: { bytes: 8, of: (bytes) => new Float64Array(bytes) },
}

/** Whole numbers of 64 bits from their lower and upper halves. */
function wide(low: Uint32Array, high: Uint32Array | Int32Array): Float64Array {
  const whole = new Float64Array(low.length / 2)
  for (let i = 0; i < whole.length; i++) whole[i] = low[2 * i]! + high[2 * i + 1]! * 2 ** 32
  return whole
}

/** Reads a header from its beginning. */
export class GgufReader {
  at = 0
  private readonly decoder = new TextDecoder()

  /**
   * @param bytes the beginning of the file
   * @param size of the whole file
   */
  constructor(
    private readonly name: string,
    private readonly bytes: Uint8Array,
    private readonly size: number,
  ) {}

  u32(): number {
    return this.scalar(4)
  }

  u64(): number {
    return this.scalar(unsigned64)
  }

  string(): string {
    const length = this.u64()
    return this.decoder.decode(this.take(length))
  }

  /** A count of things that take so many bytes each at the least. Throws `WeightsError` where the file has no room for them, or there are more than `most`. */
  count(count: number, bytesEach: number, what: string, most = Infinity): number {
    if (count > most) throw unreadable(this.name, `It is said to have ${count} ${what}; ${most} are read`)
    this.within(count * bytesEach)
    return count
  }

  /** A value of a type, by GGUF's number. Throws `WeightsError`: no such type, or arrays of arrays. */
  value(type: number): GgufValue {
    switch (type) {
      case bool:
        return this.scalar(type) !== 0
      case text:
        return this.string()
      case array: {
        const of = this.u32()
        return this.items(of, this.u64())
      }
      default:
        return this.scalar(type)
    }
  }

  private items(of: number, length: number): readonly string[] | GgufNumbers {
    if (of === text) {
      this.within(length * lengthBytes)
      const items: string[] = []
      for (let i = 0; i < length; i++) items.push(this.string())
      return items
    }
    if (of === array)
      throw unsupported(`${this.name} has an array of arrays in its metadata.`, 'No model needs one.')
    const { bytes, of: view } = this.numbersOf(of)
    return view(this.take(length * bytes).slice().buffer as ArrayBuffer)
  }

  private scalar(type: number): number {
    const { bytes, of } = this.numbersOf(type)
    return of(this.take(bytes).slice().buffer as ArrayBuffer)[0]!
  }

  private numbersOf(type: number) {
    const known = numbers[type]
    if (!known)
      throw unreadable(this.name, `Its metadata have a value of type ${type}, which GGUF does not know`)
    return known
  }

  private take(bytes: number): Uint8Array {
    this.within(bytes)
    const start = this.at
    this.at += bytes
    return this.bytes.subarray(start, this.at)
  }

  private within(bytes: number): void {
    const end = this.at + bytes
    if (end > this.size)
      throw unreadable(this.name, `It ends within its own header, after ${this.size} bytes: it is cut short`)
    if (end > this.bytes.length) throw new BeyondPart(end)
  }
}
