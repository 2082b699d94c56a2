/** Products with matrices in 16 bits or packed, and the gradient through them, against plain sums over what the matrices say: for any backend. */
import { f32, gradient, program, SessionPool, type Runtime } from 'ort-train'
import * as ops from 'ort-train/ops'
import { Rng } from '../rng.ts'
import { halfBits } from './float16.ts'
import {
  matrixInputs,
  matrixProduct,
  uploadFloat16,
  placePacked,
  type MatrixFormat,
  type MatrixUse,
  type PlacedMatrix,
} from './matrix-inputs.ts'
import type { PackedFormat, PackedMatrix } from './packed.ts'
import { unpacked } from './packed.testing.ts'
import { dequantise } from './weights/blocks.ts'

const formats: Exclude<MatrixFormat, 'f32'>[] = [
  'f16',
  { bits: 8, block: 32, minimums: false },
  { bits: 8, block: 16, minimums: false },
  { bits: 8, block: 32, minimums: true },
  { bits: 4, block: 32, minimums: false },
  { bits: 4, block: 32, minimums: true },
]
const [rows, out, inputs] = [3, 48, 64]

export interface MatrixResult {
  name: string
  /** Largest error over the largest value. */
  error: number
  failure?: string
}

/** onnxruntime-node takes no 4 bit inputs, and nothing is packed so for it; a graphics adapter may have no 16-bit floats. */
function has(runtime: Runtime, format: Exclude<MatrixFormat, 'f32'>): boolean {
  return format === 'f16'
    ? runtime.backend !== 'webgpu' || runtime.float16
    : runtime.backend !== 'node' || format.bits === 8
}

export async function matrixResults(runtime: Runtime): Promise<MatrixResult[]> {
  const results: MatrixResult[] = []
  for (const format of formats.filter((format) => has(runtime, format))) {
    for (const use of ['sequence', 'decode'] satisfies MatrixUse[]) {
      const name = `${format === 'f16' ? '16-bit floats' : `${format.bits} bits, blocks of ${format.block}${format.minimums ? ' with minimums' : ''}`}, ${use}`
      try {
        results.push({ name, error: await errorOf(runtime, format, use) })
      } catch (error) {
        results.push({ name, error: NaN, failure: error instanceof Error ? error.message : String(error) })
      }
    }
  }
  return results
}

const product = program({
  inputs: ({ format, use }: { format: MatrixFormat; use: MatrixUse }) => ({
    x: f32([rows, inputs]),
    dy: f32([rows, out]),
    w: matrixInputs([out, inputs], format, use),
  }),
  build: ({ x, dy, w }, { format, use }) => {
    const y = matrixProduct(w, [out, inputs], format, use)(x)
    if (use === 'decode') return { y }
    const [dx] = gradient(ops.total(ops.mul(y, dy)), [x])
    return { y, dx }
  },
})

async function errorOf(
  runtime: Runtime,
  format: Exclude<MatrixFormat, 'f32'>,
  use: MatrixUse,
): Promise<number> {
  const rng = Rng.of(3, 'matrix', format === 'f16' ? 16 : format.bits + format.block)
  const normals = (length: number) => Float32Array.from({ length }, () => rng.normal())
  const { w, place } = format === 'f16' ? halfMatrix(normals) : packedMatrix(format, rng, normals)
  const [x, dy] = [normals(rows * inputs), normals(rows * out)]
  const pool = new SessionPool(runtime)
  const placed = place(runtime)
  const result = await product.compile(pool).run({ format, use }, { x, dy, w: placed.feeds(use) })
  const sum = (n: number, term: (i: number) => number) =>
    Array.from({ length: n }, (_, i) => term(i)).reduce((a, b) => a + b, 0)
  const expectedY = Array.from({ length: rows * out }, (_, at) =>
    sum(inputs, (k) => x[Math.floor(at / out) * inputs + k]! * w[(at % out) * inputs + k]!),
  )
  const expectedDx = Array.from({ length: rows * inputs }, (_, at) =>
    sum(out, (o) => dy[Math.floor(at / inputs) * out + o]! * w[o * inputs + (at % inputs)]!),
  )
  const errors = [away(result.y, expectedY), ...(result.dx ? [away(result.dx, expectedDx)] : [])]
  placed.release()
  await pool.release()
  return Math.max(...errors)
}

interface CaseMatrix {
  /** What it says, in float32. */
  w: ArrayLike<number>
  place(runtime: Runtime): PlacedMatrix
}

function packedMatrix(
  format: PackedFormat,
  rng: Rng,
  normals: (length: number) => Float32Array<ArrayBuffer>,
): CaseMatrix {
  const blocks = (out * inputs) / format.block
  const matrix: PackedMatrix = {
    format,
    shape: [out, inputs],
    q: Uint8Array.from({ length: (out * inputs * format.bits) / 8 }, () => Math.floor(rng.uniform() * 256)),
    scales: normals(blocks),
    minimums: format.minimums ? normals(blocks) : null,
  }
  return { w: unpacked(matrix), place: (runtime) => placePacked(runtime, matrix) }
}

function halfMatrix(normals: (length: number) => Float32Array): CaseMatrix {
  const bits = Uint16Array.from(normals(out * inputs), halfBits)
  const w = dequantise({ type: 'F16', shape: [out, inputs], data: new Uint8Array(bits.buffer) })
  return { w, place: (runtime) => uploadFloat16(runtime, [out, inputs], bits) }
}

function away(actual: Float32Array, expected: number[]): number {
  return Math.max(...expected.map((x, i) => Math.abs(actual[i]! - x))) / Math.max(...expected.map(Math.abs))
}
