/** The rate at which a runtime multiplies matrices of a model's shapes: the floor that everything else is held against. */
import { f32, program, type Runtime } from 'ort-train'
import * as ops from 'ort-train/ops'

/** x [rows, in] times the transpose of w [out, in], both fed, as the passes have it. */
const product = program({
  inputs: ({ rows, out, inputs }: { rows: number; out: number; inputs: number }) => ({
    x: f32([rows, inputs]),
    w: f32([out, inputs]),
  }),
  build: ({ x, w }) => ({ y: ops.gemm(x, w, false, true) }),
})

/** Multiply-adds a second of one shape, the best of several runs of about a twentieth of a second. */
export async function productRate(
  runtime: Runtime,
  { rows, out, inputs }: { rows: number; out: number; inputs: number },
): Promise<number> {
  const compiled = product.compile(runtime)
  const values = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i))
  const feeds = { x: values(rows * inputs), w: values(out * inputs) }
  const work = rows * out * inputs
  const repeats = Math.max(1, Math.round(2e9 / work))
  await compiled.run({ rows, out, inputs }, feeds)
  let best = 0
  for (let measurement = 0; measurement < 5; measurement++) {
    const begun = performance.now()
    for (let i = 0; i < repeats; i++) await compiled.run({ rows, out, inputs }, feeds)
    best = Math.max(best, (1000 * repeats * work) / (performance.now() - begun))
  }
  return best
}
