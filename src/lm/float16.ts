/**
 * Matrices as 16-bit floats: half the memory of float32, and finer than 8 bits where the file has floats. They are made
 * float32 where they are multiplied, so that nothing computed can overflow them.
 */
import { f32 as f32Input, program, SessionPool, type Runtime } from 'ort-train'
import { Rng } from '../rng.ts'
import { matrixInputs, matrixProduct, uploadFloat16 } from './matrix-inputs.ts'
import { dequantise } from './weights/blocks.ts'
import type { StoredTensor } from './weights/source.ts'

const f32 = new Float32Array(1)
const u32 = new Uint32Array(f32.buffer)

/** The bits of the nearest 16-bit float, of two as near the even one; beyond 65,519 infinity. */
export function halfBits(x: number): number {
  f32[0] = x
  const sign = (u32[0]! >>> 16) & 0x8000
  const magnitude = u32[0]! & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  if (magnitude >= 0x477ff000) return sign | 0x7c00
  if (magnitude < 0x38800000) {
    // Below the normal ones steps are 2^-24, float32's own in [1/2, 1): that sum rounds as it should.
    f32[0] = Math.abs(x) + 0.5
    return sign | (u32[0]! - 0x3f000000)
  }
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >> 13) & 1)) >> 13)
}

/** The values of a matrix that a file has as floats, in 16 bits; null for one of quantised blocks, or of values that 16 bits cannot hold. */
export function float16Of(stored: StoredTensor): Uint16Array<ArrayBuffer> | null {
  switch (stored.type) {
    case 'F16':
      return new Uint16Array(stored.data.slice().buffer)
    case 'F32':
    case 'BF16': {
      const float16 = Uint16Array.from(dequantise(stored), halfBits)
      return float16.some((bits) => (bits & 0x7c00) === 0x7c00) ? null : float16
    }
    default:
      return null
  }
}

const halvesProduct = program({
  inputs: ({ rows, out, inputs }: { rows: number; out: number; inputs: number }) => ({
    x: f32Input([rows, inputs]),
    w: matrixInputs([out, inputs], 'f16', 'sequence'),
  }),
  build: ({ x, w }, { out, inputs }) => ({ y: matrixProduct(w, [out, inputs], 'f16', 'sequence')(x) }),
})

/** Whether a runtime that says it holds 16-bit floats multiplies with them as it should: drivers have been wrong. */
export async function multipliesFloat16(runtime: Runtime): Promise<boolean> {
  if (!runtime.float16) return false
  const [rows, out, inputs] = [2, 32, 64]
  const rng = Rng.of(1, 'float16')
  const [x, w] = [rows * inputs, out * inputs].map((length) =>
    Float32Array.from({ length }, () => Math.round(8 * rng.normal()) / 8),
  ) as [Float32Array, Float32Array]
  const pool = new SessionPool(runtime)
  const placed = uploadFloat16(runtime, [out, inputs], Uint16Array.from(w, halfBits))
  try {
    const { y } = await halvesProduct
      .compile(pool)
      .run({ rows, out, inputs }, { x, w: placed.feeds('sequence') })
    await pool.release()
    return y.every((value, at) => {
      let expected = 0
      for (let k = 0; k < inputs; k++)
        expected += x[Math.floor(at / out) * inputs + k]! * w[(at % out) * inputs + k]!
      return Math.abs(value - expected) < 1e-3
    })
  } catch {
    return false
  } finally {
    placed.release()
  }
}
