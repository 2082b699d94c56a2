/** Section `adamw`: the optimiser with its gradient clip. Each step is a case. */
import { adamW, adamWFeeds, adamWInputs, adamWState, f32, program, SessionPool } from 'ort-train'
import type { Context } from './context.ts'
import { float32 } from './report.ts'
import type { Section } from './report.ts'

interface AdamwData {
  lr: number
  betas: [number, number]
  eps: number
  weight_decay: number
  max_grad_norm: number
  params_init: number[]
  grads_per_step: number[][]
  expect: { grad_norm_before_clip: number[]; params_after_each_step: number[][] }
}

const stepAlone = program({
  inputs: ({ length }: { length: number }) => ({ ...adamWInputs(length), gradient: f32([length]) }),
  build: ({ gradient, ...state }, _options, graph) => adamW(state, gradient, graph.scalar(0)),
})

/** Every step of the file's optimiser against ours. */
export async function adamw(data: AdamwData, section: Section, { runtime: make }: Context): Promise<void> {
  const pool = new SessionPool(await make())
  const step = stepAlone.compile(pool)
  const length = data.params_init.length
  const config = {
    learningRate: data.lr,
    beta1: data.betas[0],
    beta2: data.betas[1],
    epsilon: data.eps,
    weightDecay: data.weight_decay,
    maxGradNorm: data.max_grad_norm,
  }
  let state = adamWState(Float32Array.from(data.params_init))
  for (const [at, grad] of data.grads_per_step.entries()) {
    await section.case(`step ${at}`, async (check) => {
      const { gradNorm, ...after } = await step.run(
        { length },
        { ...adamWFeeds(state, config), gradient: Float32Array.from(grad) },
      )
      state = { ...after, steps: state.steps + 1 }
      check.numbers(
        'grad_norm_before_clip',
        gradNorm[0]!,
        data.expect.grad_norm_before_clip[at] ?? null,
        float32,
      )
      check.numbers('params_after_step', state.theta, data.expect.params_after_each_step[at] ?? [], float32)
    })
  }
  await pool.release()
}
