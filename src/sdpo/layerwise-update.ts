/**
 * An update of a model that is run layer by layer: the student forward, the loss and its gradient on the hidden
 * states a few sequences at a time (so that no table of tokens by vocabulary is ever whole), the layers backward,
 * and the optimiser. The teacher comes as hidden states, and its distribution exists only beside the student's.
 */
import { endToEnd } from 'ort-train'
import { evenBlocks } from '../lm/head.ts'
import type { LayerwiseExecutor } from '../lm/layerwise.ts'
import { hiddenLoss, stepProgram } from './graphs/layered.ts'
import { stepFeeds } from './graphs/step.ts'
import { distils, readsTeacher } from './loss-terms.ts'
import { objectiveFeeds, studentBatch, type UpdateOutputs, type UpdateRequest } from './learner-update.ts'

/** Steps every policy of the request once. */
export async function layeredUpdate(
  passes: LayerwiseExecutor,
  request: UpdateRequest,
): Promise<UpdateOutputs> {
  const { model, states, config } = request
  const { loss, terms, temperature } = config
  const teachers = readsTeacher(terms) ? await teacherStates(passes, request) : {}
  const batch = studentBatch(request)
  const { batch: b, response: n } = batch.shape
  const tape = await passes.record(
    batch,
    states.map(({ student }) => student),
  )
  try {
    const d = model.config.hiddenSize
    const all = { hidden: tape.hidden, ...objectiveFeeds(request, batch) }
    const dHidden = new Float32Array(b * n * d)
    const [studentLogProbs, divergences, losses] = [
      new Float32Array(b * n),
      distils(terms) ? new Float32Array(b * n) : undefined,
      new Float32Array(b * n),
    ]
    const compiled = hiddenLoss.compile(passes.pool)
    for (const { from, to } of evenBlocks(passes.runtime.backend, n * model.config.vocabulary, b)) {
      const rows = rowsOf(b, from, to)
      const part = await compiled.run(
        {
          head: passes.weights.headOptions,
          batch: to - from,
          response: n,
          loss,
          terms,
          teacher: config.teacher.kind,
        },
        {
          head: passes.weights.headFeeds('sequence'),
          temperature,
          ...rows(all),
          teacher: {
            ...rows(teachers),
            ...(config.teacher.kind === 'trust-region' && readsTeacher(terms) && { mix: config.teacher.mix }),
          },
        },
      )
      dHidden.set(part.dHidden, from * n * d)
      losses.set(part.losses, from * n)
      studentLogProbs.set(part.studentLogProbs, from * n)
      if (part.divergences) divergences?.set(part.divergences, from * n)
    }
    const gradient = endToEnd(await passes.backward(tape, dHidden))
    const perPolicy = (b / states.length) * n
    const policyLosses = Float32Array.from(states, (_, policy) =>
      losses.subarray(policy * perPolicy, (policy + 1) * perPolicy).reduce((a, x) => a + x, 0),
    )
    const stepped = await stepProgram
      .compile(passes.pool)
      .run(
        { policies: states.length, length: model.thetaLength },
        { ...stepFeeds(states, config), gradient, loss: policyLosses },
      )
    return { loss: policyLosses, studentLogProbs, divergences, gradient, ...stepped }
  } finally {
    passes.end(tape)
  }
}

/** Picks the rows from .. to - 1 of B of every array of a record, whatever its width. */
export const rowsOf =
  (b: number, from: number, to: number) =>
  <T extends Readonly<Record<string, Float32Array | Int32Array | undefined>>>(arrays: T): T =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, array]) => {
        const width = (array?.length ?? 0) / b
        return [name, array?.subarray(from * width, to * width)]
      }),
    ) as T

/** What the teacher's distributions are made of, [B * N, d] each: its hidden states; of a trust region, the reference's and the student's. */
async function teacherStates(
  passes: LayerwiseExecutor,
  { model, states, starts, rows, config: { teacher } }: UpdateRequest,
): Promise<{ teacher?: Float32Array; reference?: Float32Array }> {
  const read = rows.map(({ teacherPrompt, response }) => ({ prompt: teacherPrompt, response }))
  const batch = model.batchOf(read, states.length)
  if (teacher.kind === 'ema')
    return {
      teacher: await passes.hidden(
        batch,
        states.map((state) => state.teacher),
      ),
    }
  return {
    reference: await passes.hidden(batch, starts),
    teacher: await passes.hidden(
      batch,
      states.map(({ student }) => student),
    ),
  }
}
