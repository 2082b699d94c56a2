/** An update of a model that is one graph: one run. */
import type { WholePasses } from '../lm/whole.ts'
import { floats, type Value } from 'ort-train'
import { updateGraph, updateKey, type UpdateGraphOptions } from './graphs/update.ts'
import {
  optimiserFeeds,
  paddedRows,
  studentBatch,
  type UpdateOutputs,
  type UpdateRequest,
} from './learner-update.ts'

/** `teacher`: log-probabilities [n, V] of each row at the head of the rows; null where nothing is distilled. */
export async function wholeUpdate(
  passes: WholePasses,
  request: UpdateRequest,
  teacher: readonly Float32Array[] | null,
): Promise<UpdateOutputs> {
  const { model, states, rows, config } = request
  const { runtime } = model
  const batch = studentBatch(request)
  const { batch: b, response: n } = batch.shape
  const options: UpdateGraphOptions = {
    config: model.config,
    lora: model.lora,
    thetaLength: model.thetaLength,
    policies: states.length,
    shape: batch.shape,
    loss: config.loss,
    grpoWeight: config.grpoWeight,
  }
  const session = await passes.sessions.get(updateKey(options), () => updateGraph(options))
  const perRow = (of: (row: UpdateRequest['rows'][number]) => number) =>
    runtime.f32([b, 1], Float32Array.from(rows, of))
  const extra: Record<string, Value> = {}
  if (teacher) {
    extra['teacher_log_probs'] = runtime.f32(
      [b * n, model.config.vocabulary],
      padded(teacher, b, n, model.config.vocabulary),
    )
    extra['distillation_mask'] = perRow((row) => row.mask)
  }
  if (config.grpoWeight > 0) extra['advantages'] = perRow((row) => row.advantage)
  if (config.grpoWeight > 0 || config.loss.isClip !== null)
    extra['old_log_probs'] = runtime.f32(
      [b, n],
      paddedRows(rows, n, (row) => row.oldLogProbs),
    )
  const outputs = await session.run({
    ...passes.weightFeeds(states.map(({ student }) => student)),
    ...passes.sequenceFeeds(batch),
    ...optimiserFeeds(request),
    ...extra,
    temperature: runtime.scalar(config.temperature),
    targets: runtime.i64([b * n, 1], batch.targets),
    response_mask: runtime.f32([b, n], batch.mask),
  })
  const read = (name: string) => floats(outputs[name]!)
  return {
    loss: await read('loss'),
    gradNorm: await read('grad_norm'),
    gradient: await read('gradient'),
    studentLogProbs: await read('student_log_probs'),
    divergences: outputs['divergences'] ? await read('divergences') : null,
    student: await read('theta_after'),
    firstMoment: await read('first_moment_after'),
    secondMoment: await read('second_moment_after'),
    teacher: await read('teacher_after'),
  }
}

/** Uniform where there is no token: finite, and masked away. */
function padded(teacher: readonly Float32Array[], b: number, n: number, vocabulary: number): Float32Array {
  const all = new Float32Array(b * n * vocabulary).fill(-Math.log(vocabulary))
  teacher.forEach((logProbs, i) => all.set(logProbs, i * n * vocabulary))
  return all
}
