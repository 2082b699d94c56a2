/** Matrix products and a training step of the same shapes beside jax-js, each on WebAssembly in one thread of this process, turn by turn. */
import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { f32, gradient, program } from 'ort-train'
import * as ops from 'ort-train/ops'
import { wasmRuntime } from 'ort-train/web'
import { Unavailable, type Measure } from './measure.ts'
import { faster, interleaved, timed } from './row.ts'

/** What is used of jax-js. An array that is used is consumed; `ref` keeps it. */
interface JaxArray {
  readonly ref: JaxArray
  add(other: JaxArray): JaxArray
  sub(other: JaxArray): JaxArray
  mul(other: JaxArray | number): JaxArray
  mean(): JaxArray
  data(): Promise<Float32Array>
}
interface Jax {
  init(device: 'wasm'): Promise<unknown>
  defaultDevice(device: 'wasm'): unknown
  numpy: {
    array(data: Float32Array, options: { shape: number[] }): JaxArray
    matmul(a: JaxArray, b: JaxArray): JaxArray
  }
  nn: { silu(x: JaxArray): JaxArray }
  jit<F>(f: F): F
  grad(
    f: (weights: JaxArray[], x: JaxArray, y: JaxArray) => JaxArray,
  ): (weights: JaxArray[], x: JaxArray, y: JaxArray) => JaxArray[]
}

/** The widths of SmolLM2-135M, and the tokens of a step that shares its prompt. */
const [rows, d, f] = [304, 576, 1536]
const rate = 1e-3
const values = (length: number, seed: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(i * 0.7 + seed) / 24)

const product = program({
  inputs: () => ({ x: f32([rows, d]), w: f32([d, f]) }),
  build: ({ x, w }) => ({ y: ops.matmul(x, w) }),
})

/** One step of gradient descent of a gated MLP towards y: its three matrices after it. */
const step = program({
  inputs: () => ({
    x: f32([rows, d]),
    y: f32([rows, d]),
    gate: f32([d, f]),
    up: f32([d, f]),
    down: f32([f, d]),
  }),
  build: ({ x, y, gate, up, down }) => {
    const hidden = ops.mul(ops.silu(ops.matmul(x, gate)), ops.matmul(x, up))
    const error = ops.sub(ops.matmul(hidden, down), y)
    const grads = gradient(ops.mean(ops.mul(error, error), [0, 1]), [gate, up, down])
    const [g, u, w] = [gate, up, down].map((old, i) => ops.sub(old, ops.mul(grads[i]!, rate)))
    return { gate: g!, up: u!, down: w! }
  },
})

export const jaxJs: Measure = async ({ turns }) => {
  let path: string
  try {
    path = createRequire(import.meta.url)
      .resolve('@jax-js/jax')
      .replace(/cjs$/, 'js')
  } catch {
    throw new Unavailable('jax-js is not installed: `npm ci --prefix experiments/bench`.')
  }
  const jax = (await import(pathToFileURL(path).href)) as Jax
  await jax.init('wasm')
  jax.defaultDevice('wasm')
  const binary = await readFile(
    createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
  )
  const runtime = await wasmRuntime({ threads: 1, wasmBinary: new Uint8Array(binary).buffer })
  const [ourProduct, ourStep] = [product.compile(runtime), step.compile(runtime)]
  const [x, y, gate, up, down] = [
    values(rows * d, 1),
    values(rows * d, 2),
    values(d * f, 3),
    values(d * f, 4),
    values(f * d, 5),
  ]
  const { numpy: np, nn } = jax
  const theirs = {
    x: np.array(x, { shape: [rows, d] }),
    y: np.array(y, { shape: [rows, d] }),
    gate: np.array(gate, { shape: [d, f] }),
    up: np.array(up, { shape: [d, f] }),
    down: np.array(down, { shape: [f, d] }),
  }
  const loss = ([g, u, w]: JaxArray[], input: JaxArray, target: JaxArray) => {
    const hidden = nn.silu(np.matmul(input.ref, g!)).mul(np.matmul(input, u!))
    const error = np.matmul(hidden, w!).sub(target)
    return error.ref.mul(error).mean()
  }
  const grads = jax.grad(loss)
  const theirStep = jax.jit((g: JaxArray, u: JaxArray, w: JaxArray, input: JaxArray, target: JaxArray) => {
    const old = [g, u, w]
    return grads(
      old.map((m) => m.ref),
      input,
      target,
    ).map((own, i) => old[i]!.sub(own.mul(rate)))
  })
  const stepped = async () => {
    const { gate: g, up: u, down: w, x: input, y: target } = theirs
    const after = theirStep(g.ref, u.ref, w.ref, input.ref, target.ref)
    return Promise.all(after.map((own) => own.data()))
  }
  const [mine, other] = [await ourStep.run({}, { x, y, gate, up, down }), await stepped()]
  const off = Math.max(
    ...[mine.gate, mine.up, mine.down].flatMap((own, i) =>
      own.map((v, j) => Math.abs(v - other[i]![j]!)).reduce((a, b) => Math.max(a, b), 0),
    ),
  )
  if (!(off < 1e-5)) throw new Error(`jax-js and ort-train are ${off} apart after a step: not the same work.`)

  const products = await interleaved(
    turns,
    () => timed(() => ourProduct.run({}, { x, w: gate })),
    () => timed(() => np.matmul(theirs.x.ref, theirs.gate.ref).data()),
  )
  const steps = await interleaved(
    turns,
    () => timed(() => ourStep.run({}, { x, y, gate, up, down })),
    () => timed(stepped),
  )
  return [
    faster(
      `a product of [${rows}, ${d}] and [${d}, ${f}] on wasm, one thread, beside jax-js, s`,
      products.ours,
      products.other,
      1,
    ),
    faster(
      'a training step of a gated MLP of these widths on wasm, one thread, beside jax-js, s',
      steps.ours,
      steps.other,
      1.2,
    ),
  ]
}
