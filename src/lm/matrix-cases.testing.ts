/** Products with packed matrices, and the gradient through them, against plain sums over what the matrices say: for any backend. */
import { gradient } from '../graph/autodiff.ts'
import { Graph } from '../graph/graph.ts'
import { serialise } from '../graph/onnx.ts'
import * as ops from '../graph/ops.ts'
import { Rng } from '../rng.ts'
import { floats, type Runtime } from '../runtime/runtime.ts'
import { matrixInput, placePacked, type MatrixUse } from './matrix-inputs.ts'
import type { PackedFormat, PackedMatrix } from './packed.ts'
import { unpacked } from './packed.testing.ts'

const formats: PackedFormat[] = [
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

/** onnxruntime-node takes no 4 bit inputs, and nothing is packed so for it. */
export async function matrixResults(runtime: Runtime): Promise<MatrixResult[]> {
  const results: MatrixResult[] = []
  for (const format of formats.filter(({ bits }) => runtime.backend !== 'node' || bits === 8)) {
    for (const use of ['sequence', 'decode'] satisfies MatrixUse[]) {
      const name = `${format.bits} bits, blocks of ${format.block}${format.minimums ? ' with minimums' : ''}, ${use}`
      try {
        results.push({ name, error: await errorOf(runtime, format, use) })
      } catch (error) {
        results.push({ name, error: NaN, failure: error instanceof Error ? error.message : String(error) })
      }
    }
  }
  return results
}

async function errorOf(runtime: Runtime, format: PackedFormat, use: MatrixUse): Promise<number> {
  const rng = Rng.of(3, 'matrix', format.bits + format.block)
  const normals = (length: number) => Float32Array.from({ length }, () => rng.normal())
  const blocks = (out * inputs) / format.block
  const matrix: PackedMatrix = {
    format,
    shape: [out, inputs],
    q: Uint8Array.from({ length: (out * inputs * format.bits) / 8 }, () => Math.floor(rng.uniform() * 256)),
    scales: normals(blocks),
    minimums: format.minimums ? normals(blocks) : null,
  }
  const [x, dy] = [normals(rows * inputs), normals(rows * out)]
  const graph = new Graph()
  const input = graph.input('x', 'f32', [rows, inputs])
  const y = matrixInput(graph, 'w', [out, inputs], format, use)(input)
  graph.output('y', y)
  if (use === 'sequence') graph.output('dx', gradient(ops.total(ops.mul(y, graph.constant('f32', [rows, out], dy))), [input])[0]!)
  const session = await runtime.load(serialise(graph))
  const placed = placePacked(runtime, matrix)
  const outputs = await session.run({ x: runtime.f32([rows, inputs], x), ...placed.feeds('w', use) })
  const w = unpacked(matrix)
  const sum = (n: number, term: (i: number) => number) => Array.from({ length: n }, (_, i) => term(i)).reduce((a, b) => a + b, 0)
  const expectedY = Array.from({ length: rows * out }, (_, at) => sum(inputs, (k) => x[Math.floor(at / out) * inputs + k]! * w[(at % out) * inputs + k]!))
  const expectedDx = Array.from({ length: rows * inputs }, (_, at) => sum(out, (o) => dy[Math.floor(at / inputs) * out + o]! * w[o * inputs + (at % inputs)]!))
  const errors = [away(await floats(outputs['y']!), expectedY), ...(use === 'sequence' ? [away(await floats(outputs['dx']!), expectedDx)] : [])]
  placed.release()
  await session.release()
  return Math.max(...errors)
}

function away(actual: Float32Array, expected: number[]): number {
  return Math.max(...expected.map((x, i) => Math.abs(actual[i]! - x))) / Math.max(...expected.map(Math.abs))
}
