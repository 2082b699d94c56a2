/** Section `adamw`: the optimiser with its gradient clip. Each step is a case. */
import { adamW, hyperValues, optimiserInputs } from '../../src/sdpo/graphs/optimiser.ts'
import type { OptimiserState } from '../../src/sdpo/graphs/optimiser.ts'
import { floats, Graph, serialise } from 'ort-train'
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

export async function adamw(data: AdamwData, section: Section, { runtime: make }: Context): Promise<void> {
  const runtime = await make()
  const length = data.params_init.length
  const graph = new Graph()
  const { hyper, ...state } = optimiserInputs(graph, length)
  const after = adamW(state, graph.input('gradient', 'f32', [length]), graph.scalar(0), hyper)
  for (const [name, tensor] of Object.entries(after)) graph.output(`${name}_after`, tensor)
  const session = await runtime.load(serialise(graph))

  const config = {
    learningRate: data.lr,
    beta1: data.betas[0],
    beta2: data.betas[1],
    epsilon: data.eps,
    weightDecay: data.weight_decay,
    maxGradNorm: data.max_grad_norm,
  }
  const vector = (values: ArrayLike<number>) => runtime.f32([values.length], Float32Array.from(values))
  const read: Record<keyof OptimiserState, Float32Array> = {
    theta: Float32Array.from(data.params_init),
    firstMoment: new Float32Array(length),
    secondMoment: new Float32Array(length),
  }
  for (const [step, grad] of data.grads_per_step.entries()) {
    await section.case(`step ${step}`, async (check) => {
      const outputs = await session.run({
        theta: vector(read.theta),
        first_moment: vector(read.firstMoment),
        second_moment: vector(read.secondMoment),
        hyper: vector(hyperValues(config, step + 1)),
        gradient: vector(grad),
      })
      for (const name of ['theta', 'firstMoment', 'secondMoment'] as const)
        read[name] = (await floats(outputs[`${name}_after`]!)).slice()
      check.numbers(
        'grad_norm_before_clip',
        (await floats(outputs['gradNorm_after']!))[0]!,
        data.expect.grad_norm_before_clip[step] ?? null,
        float32,
      )
      check.numbers('params_after_step', read.theta, data.expect.params_after_each_step[step] ?? [], float32)
    })
  }
  await session.release()
}
