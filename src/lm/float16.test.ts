/** Rounding to 16-bit floats, against the table of all of them. */
import { describe, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { Rng } from '../rng.ts'
import type { Runtime } from 'ort-train'
import { halfBits, float16Of, multipliesFloat16 } from './float16.ts'
import { dequantise } from './weights/blocks.ts'
import type { StoredTensor, TensorType } from './weights/source.ts'

const all = Uint16Array.from({ length: 65536 }, (_, bits) => bits)
const values = dequantise({ type: 'F16', shape: [65536], data: new Uint8Array(all.buffer) })

const tensor = (type: TensorType, data: Uint8Array<ArrayBuffer>, shape = [1, 4]): StoredTensor => ({
  name: 'w',
  shape,
  type,
  bytes: data.length,
  data,
})
const floats = (...x: number[]) => tensor('F32', new Uint8Array(Float32Array.from(x).buffer))

describe('16-bit floats', () => {
  it('are themselves', () => {
    for (const bits of all) if (!Number.isNaN(values[bits]!)) expect(halfBits(values[bits]!)).toBe(bits)
    expect(halfBits(NaN) & 0x7fff).toBeGreaterThan(0x7c00)
  })

  it('are the nearest, and of two as near the even one', () => {
    for (let bits = 0; bits < 0x7bff; bits++) {
      const [low, high] = [values[bits]!, values[bits + 1]!]
      const middle = (low + high) / 2
      expect(halfBits(middle)).toBe(bits + (bits & 1))
      expect(halfBits(-(middle + (high - low) / 256))).toBe(0x8000 | (bits + 1))
      expect(halfBits(middle - (high - low) / 256)).toBe(bits)
    }
    expect([halfBits(65519.99), halfBits(65520), halfBits(-1e9)]).toEqual([0x7bff, 0x7c00, 0xfc00])
  })

  it('are had of float tensors alone, where they hold every value', () => {
    const rng = Rng.of(2, 'bf16')
    const upper = Uint16Array.from(
      { length: 4 },
      () => new Uint16Array(Float32Array.of(rng.normal()).buffer)[1]!,
    )
    const bf16 = tensor('BF16', new Uint8Array(upper.buffer))
    expect(float16Of(bf16)).toEqual(Uint16Array.from(dequantise(bf16), halfBits))
    expect(float16Of(floats(1, -2, 0.5, 65519))).toEqual(Uint16Array.of(0x3c00, 0xc000, 0x3800, 0x7bff))
    expect(float16Of(floats(1, -2, 0.5, 70000))).toBeNull()
    expect(float16Of(tensor('F16', new Uint8Array(Uint16Array.of(1, 2, 3, 4).buffer)))).toEqual(
      Uint16Array.of(1, 2, 3, 4),
    )
    expect(float16Of(tensor('Q8_0', new Uint8Array(34), [1, 32]))).toBeNull()
  })

  it('are multiplied with before a device is taken at its word', async () => {
    const runtime = nativeRuntime({ threads: 1 })
    expect(await multipliesFloat16(runtime)).toBe(false)
    const claiming = (own: PropertyDescriptorMap) =>
      Object.create(runtime, { float16: { value: true }, ...own }) as Runtime
    expect(await multipliesFloat16(claiming({}))).toBe(true)
    const run = () => Promise.resolve({ 'result.y': runtime.tensor('f32', [2, 32], new Float32Array(64)) })
    expect(
      await multipliesFloat16(
        claiming({ load: { value: () => Promise.resolve({ run, release: () => Promise.resolve() }) } }),
      ),
    ).toBe(false)
    expect(
      await multipliesFloat16(
        claiming({ load: { value: () => Promise.reject(new Error('no such operator')) } }),
      ),
    ).toBe(false)
  })
})
