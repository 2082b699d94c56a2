/** Arrays of a GGUF header take what they take in the file, and what a header says is held against the file first. */
import { describe, expect, it } from 'vitest'
import { bytesRange } from './bytes.ts'
import { readGgufHeader } from './gguf.ts'
import { writeGguf, type GgufMeta } from './gguf.testing.ts'
import { WeightsError } from './weights-error.ts'

const header = async (bytes: Uint8Array) => (await readGgufHeader(bytesRange('model.gguf', bytes))).metadata
const errorOf = async (bytes: Uint8Array): Promise<WeightsError> => {
  const error: unknown = await header(bytes).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(WeightsError)
  return error as WeightsError
}
/** A header of one array: the type of its elements, how many it says it has, and what follows. */
function ofArray(type: number, length: bigint, rest: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = writeGguf({ a: new Uint8Array() }, [])
  const view = new DataView(bytes.buffer)
  const at = bytes.length - 12
  view.setUint32(at, type, true)
  view.setBigUint64(at + 4, length, true)
  const all = new Uint8Array(bytes.length + rest.length)
  all.set(bytes)
  all.set(rest, bytes.length)
  return all
}

describe('arrays of a GGUF header', () => {
  it('are of the type that they have in the file', async () => {
    const written: GgufMeta = {
      u8: Uint8Array.of(0, 255),
      i8: Int8Array.of(-128, 127),
      u16: Uint16Array.of(0, 65535),
      i16: Int16Array.of(-32768, 1),
      u32: Uint32Array.of(0, 0xffffffff),
      i32: Int32Array.of(-(2 ** 31), 7),
      f32: Float32Array.of(-0.5, Infinity, 1e-5),
      f64: Float64Array.of(Math.PI),
      words: ['', 'two', '\u2581'],
      none: new Float32Array(),
    }
    expect({ ...((await header(writeGguf(written, []))) as object) }).toEqual(written)
  })

  it('have whole numbers of 64 bits as doubles, and truth values as 0 and 1', async () => {
    const wide = new Uint8Array(BigInt64Array.of(2n ** 53n, -1n, -(2n ** 62n)).buffer)
    expect((await header(ofArray(10, 3n, wide)))['a']).toEqual(
      Float64Array.of(2 ** 53, 2 ** 64, 2 ** 64 - 2 ** 62),
    )
    expect((await header(ofArray(11, 3n, wide)))['a']).toEqual(Float64Array.of(2 ** 53, -1, -(2 ** 62)))
    expect((await header(ofArray(7, 3n, Uint8Array.of(0, 1, 2))))['a']).toEqual(Uint8Array.of(0, 1, 1))
  })

  it('of millions take no more than their bytes', async () => {
    const count = 4_000_000
    const bytes = writeGguf({ scores: new Float32Array(count).fill(-1.5), types: new Int32Array(count) }, [])
    const before = process.memoryUsage()
    const metadata = await header(bytes)
    const after = process.memoryUsage()
    expect(metadata['scores']).toHaveProperty('byteLength', 4 * count)
    expect(metadata['types']).toBeInstanceOf(Int32Array)
    // As values of JavaScript they were 64 MB.
    expect(after.heapUsed - before.heapUsed).toBeLessThan(16e6)
    // Parts of the file are read anew as more of it is wanted: 4 and 16 MB, and the whole.
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(2 * bytes.length + 24e6)
  })

  it.each([
    ['numbers', 6],
    ['bytes', 0],
    ['strings', 8],
    ['whole numbers of 64 bits', 10],
  ])('that say they have more %s than the file are refused before anything is made', async (_, type) => {
    const before = process.memoryUsage()
    for (const length of [1n << 20n, 1n << 40n, (1n << 64n) - 1n])
      expect((await errorOf(ofArray(type, length))).reason).toContain('cut short')
    const after = process.memoryUsage()
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1e6)
  })

  it('of arrays, and of types that there are not, are refused', async () => {
    expect((await errorOf(ofArray(9, 1n, new Uint8Array(12)))).message).toContain('array of arrays')
    expect((await errorOf(ofArray(13, 1n, new Uint8Array(64)))).reason).toContain('type 13')
  })
})

describe('a GGUF header that says it has more than any model', () => {
  const saying = (at: number, count: bigint) => {
    const bytes = new Uint8Array(8 << 20)
    bytes.set(writeGguf({}, []))
    new DataView(bytes.buffer).setBigUint64(at, count, true)
    return bytes
  }

  it('of tensors, values or dimensions is refused', async () => {
    expect((await errorOf(saying(8, 300_000n))).reason).toContain('300000 tensors')
    expect((await errorOf(saying(16, 100_000n))).reason).toContain('100000 values')
    const tensor = { name: 'a', shape: [1, 1, 1, 1, 1], type: 0, data: new Uint8Array(4) }
    expect((await errorOf(writeGguf({}, [tensor]))).reason).toContain('5 dimensions of a')
  })

  it('has keys of its own alone', async () => {
    const metadata = await header(writeGguf({ ['__proto__']: 3 }, []))
    expect(metadata['toString']).toBeUndefined()
  })
})
