/**
 * An update of a model that is run layer by layer: the student forward, the loss and its gradient on the hidden
 * states a few sequences at a time (so that no table of tokens by vocabulary is ever whole), the layers backward,
 * and the optimiser. The teacher comes as hidden states, and its distribution exists only beside the student's.
 */
import { floats, gradient, Graph, type Value } from 'ort-train'
import * as ops from 'ort-train/ops'
import { bucketShape, layOut } from '../lm/batch.ts'
import type { LayeredPasses } from '../lm/layered.ts'
import type { Theta } from '../lm/model.ts'
import { stack } from '../lm/whole.ts'
import { aggregationWeights } from './graphs/aggregate.ts'
import { studentOutput } from './graphs/distillation.ts'
import { optimiserInputs, stepOutputs, trustRegion } from './graphs/optimiser.ts'
import { tokenLosses } from './graphs/token-losses.ts'
import {
  optimiserFeeds,
  paddedRows,
  studentBatch,
  type UpdateOutputs,
  type UpdateRequest,
} from './learner-update.ts'
import type { LearnerConfig } from './learner.ts'

/** Floats of one table of tokens by vocabulary; the loss keeps about ten of them. */
const tableFloats = 4 * 2 ** 20

/** One update, layer by layer: the same numbers as the whole graph gives, with one layer's activations in memory at a time. */
export async function layeredUpdate(passes: LayeredPasses, request: UpdateRequest): Promise<UpdateOutputs> {
  const { model, states, rows, config } = request
  const teachers = config.grpoWeight < 1 ? await teacherStates(passes, request) : []
  const batch = studentBatch(request)
  const { batch: b, response: n } = batch.shape
  const tape = await passes.record(
    batch,
    states.map(({ student }) => student),
  )
  try {
    const weights = tokenWeights(request, batch.mask, n)
    const d = model.config.hiddenSize
    const dHidden = new Float32Array(b * n * d)
    const [studentLogProbs, divergences, losses] = [
      new Float32Array(b * n),
      config.grpoWeight < 1 ? new Float32Array(b * n) : null,
      new Float32Array(b * n),
    ]
    const size = Math.max(1, Math.floor(tableFloats / (n * model.config.vocabulary)))
    for (let from = 0; from < b; from += size) {
      const to = Math.min(b, from + size)
      const session = await passes.sessions.get(
        ['loss', to - from, n, JSON.stringify(config.loss), config.grpoWeight, config.teacher.kind].join('/'),
        () => lossGraph(passes, config, to - from, n),
      )
      const { runtime } = model
      const tokens = <T extends Float32Array | Int32Array>(all: T, width = 1) =>
        all.subarray(from * n * width, to * n * width) as T
      const table = (all: Float32Array) => runtime.f32([to - from, n], tokens(all))
      const outputs = await session.run({
        ...passes.headFeeds('sequence'),
        ...Object.fromEntries(
          teachers.map((hidden, i): [string, Value] => [
            `teacher_hidden_${i}`,
            runtime.f32([(to - from) * n, d], tokens(hidden, d)),
          ]),
        ),
        hidden: runtime.f32([(to - from) * n, d], tokens(tape.hidden, d)),
        temperature: runtime.scalar(config.temperature),
        targets: runtime.i64([(to - from) * n, 1], tokens(batch.targets)),
        response_mask: table(batch.mask),
        ...(config.grpoWeight < 1 && { distillation_weights: table(weights.distillation) }),
        ...(config.grpoWeight > 0 && {
          policy_weights: table(weights.policy),
          advantages: runtime.f32(
            [to - from, 1],
            Float32Array.from(rows.slice(from, to), (row) => row.advantage),
          ),
        }),
        ...((config.grpoWeight > 0 || config.loss.isClip !== null) && {
          old_log_probs: table(paddedRows(rows, n, (row) => row.oldLogProbs)),
        }),
        ...(config.teacher.kind === 'trust-region' &&
          config.grpoWeight < 1 && { mix: runtime.scalar(config.teacher.mix) }),
      })
      dHidden.set(await floats(outputs['d_hidden']!), from * n * d)
      losses.set(await floats(outputs['losses']!), from * n)
      studentLogProbs.set(await floats(outputs['student_log_probs']!), from * n)
      divergences?.set(await floats(outputs['divergences']!), from * n)
    }
    const gradients = await passes.backward(tape, dHidden)
    const perPolicy = (b / states.length) * n
    const loss = Float32Array.from(states, (_, policy) =>
      losses.subarray(policy * perPolicy, (policy + 1) * perPolicy).reduce((a, x) => a + x, 0),
    )
    return { loss, studentLogProbs, divergences, ...(await step(passes, request, stack(gradients), loss)) }
  } finally {
    passes.end(tape)
  }
}

/** What the teacher's distributions are made of, [B * N, d] each: its hidden states; of a trust region, the reference's and the student's. */
async function teacherStates(
  passes: LayeredPasses,
  { model, states, starts, rows, config: { teacher } }: UpdateRequest,
): Promise<Float32Array[]> {
  const read = rows.map(({ teacherPrompt, response }) => ({ prompt: teacherPrompt, response }))
  const batch = layOut(read, bucketShape(read, model.config.maxPositions))
  const hidden = (thetas: readonly Theta[]) => passes.hidden(batch, thetas)
  if (teacher.kind === 'ema') return [await hidden(states.map((state) => state.teacher))]
  return [await hidden(starts), await hidden(states.map(({ student }) => student))]
}

/** What each token's losses count for in the objective, [B * N] each: the mean over its policy's tokens, masks and the mix of terms. */
function tokenWeights(
  { states, rows, config: { loss, grpoWeight } }: UpdateRequest,
  responseMask: Float32Array,
  n: number,
): { distillation: Float32Array; policy: Float32Array } {
  const perPolicy = rows.length / states.length
  const masks = rows.map((_, row) => responseMask.subarray(row * n, (row + 1) * n))
  const weighed = (mask: readonly Float32Array[], factor: number) =>
    stack(
      states
        .flatMap((_, policy) =>
          aggregationWeights(mask.slice(policy * perPolicy, (policy + 1) * perPolicy), loss.mean),
        )
        .map((row) => row.map((x) => x * factor)),
    )
  return {
    distillation: weighed(
      masks.map((mask, row) => (rows[row]!.mask ? mask : new Float32Array(n))),
      1 - grpoWeight,
    ),
    policy: weighed(masks, grpoWeight),
  }
}

function lossGraph(
  passes: LayeredPasses,
  { loss, grpoWeight, teacher }: LearnerConfig,
  batch: number,
  response: number,
): Graph {
  const graph = new Graph()
  const tokens = batch * response
  const hidden = graph.input('hidden', 'f32', [tokens, passes.config.hiddenSize])
  const temperature = graph.input('temperature', 'f32', [])
  const head = passes.headInputs(graph, 'sequence')
  const read = (i: number) =>
    ops.logSoftmax(ops.div(head(graph.input(`teacher_hidden_${i}`, 'f32', hidden.shape)), temperature))
  const losses = tokenLosses(
    graph,
    studentOutput(ops.div(head(hidden), temperature)),
    { batch, response },
    loss,
    grpoWeight,
    () =>
      teacher.kind === 'ema'
        ? read(0)
        : ops.logSoftmax(trustRegion(read(0), read(1), graph.input('mix', 'f32', []))),
  )
  const weighted = [
    ...(losses.distillation
      ? [ops.mul(losses.distillation.losses, graph.input('distillation_weights', 'f32', [batch, response]))]
      : []),
    ...(losses.policy
      ? [ops.mul(losses.policy, graph.input('policy_weights', 'f32', [batch, response]))]
      : []),
  ].reduce((a, b) => ops.add(a, b))
  const [dHidden] = gradient(ops.total(weighted), [hidden])
  graph.output('d_hidden', dHidden!)
  graph.output('losses', weighted)
  graph.output('student_log_probs', losses.student)
  if (losses.distillation) graph.output('divergences', losses.distillation.divergences)
  return graph
}

async function step(passes: LayeredPasses, request: UpdateRequest, grad: Float32Array, loss: Float32Array) {
  const {
    model: { runtime, thetaLength },
    states,
  } = request
  const shape = [states.length, thetaLength]
  const session = await passes.sessions.get(`step/${states.length}`, () => {
    const graph = new Graph()
    const optimiser = optimiserInputs(graph, thetaLength, [states.length])
    stepOutputs(
      graph,
      optimiser,
      graph.input('gradient', 'f32', shape),
      graph.input('loss', 'f32', [states.length]),
    )
    return graph
  })
  const outputs = await session.run({
    ...optimiserFeeds(request),
    theta: runtime.f32(shape, stack(states.map(({ student }) => student))),
    gradient: runtime.f32(shape, grad),
    loss: runtime.f32([states.length], loss),
  })
  const read = (name: string) => floats(outputs[name]!)
  return {
    gradient: grad,
    gradNorm: await read('grad_norm'),
    student: await read('theta_after'),
    firstMoment: await read('first_moment_after'),
    secondMoment: await read('second_moment_after'),
    teacher: await read('teacher_after'),
  }
}
