import * as ort from 'onnxruntime-web'
import { adamW, adamWFeeds, adamWInputs, adamWState, f32, gradient, program } from 'ort-train'
import * as ops from 'ort-train/ops'
import { createWasmRuntime } from 'ort-train/wasm'

// A network with one hidden layer of 16, all of its weights one vector: [1,16], [16], [16,1], [1].
const sizes = [16, 16, 16, 1]
const length = sizes.reduce((a, b) => a + b)

const step = program({
  inputs: ({ rows }: { rows: number }) => ({
    ...adamWInputs(length),
    x: f32([rows, 1]),
    y: f32([rows, 1]),
  }),
  build: ({ x, y, ...adam }) => {
    const [w1, b1, w2, b2] = ops.split(adam.theta, 0, sizes)
    const hidden = ops.silu(ops.add(ops.matmul(x, ops.reshape(w1!, [1, 16])), b1!))
    const error = ops.sub(ops.add(ops.matmul(hidden, ops.reshape(w2!, [16, 1])), b2!), y)
    const loss = ops.mean(ops.mul(error, error), [0, 1])
    const [grad] = gradient(loss, [adam.theta])
    return { loss, ...adamW(adam, grad, loss) }
  },
})

const rows = 64
const x = Float32Array.from({ length: rows }, (_, i) => (i / rows) * 6 - 3)
const y = x.map(Math.sin)
const config = {
  learningRate: 0.02,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  maxGradNorm: 1,
}

const compiled = step.compile(createWasmRuntime(ort, { threads: 1 }))
let state = adamWState(Float32Array.from({ length }, (_, i) => Math.sin(i * i)))
export const losses: number[] = []
for (let i = 0; i < 500; i++) {
  const { loss, gradNorm: _, ...after } = await compiled.run({ rows }, { ...adamWFeeds(state, config), x, y })
  state = { ...after, steps: state.steps + 1 }
  losses.push(loss[0]!)
}
console.log(`mean squared error ${losses[0]!.toFixed(3)}, then ${losses.at(-1)!.toFixed(5)}`)
