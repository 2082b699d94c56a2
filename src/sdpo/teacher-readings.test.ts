/**
 * How often a step has the teacher read: a pass over the reprompts is the dearest thing beside the update, and
 * a step's picture and its update want the same one. Counted in whole runs of a small Llama, as passes that were
 * made and not as calls, for every arm, level of the loss, teacher, and way to cut the model.
 */
import { afterEach, expect, it, vi } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import type { Batch } from '../lm/batch.ts'
import { llamaConfigSchema } from '../lm/config.ts'
import { hostSource } from '../lm/host-source.ts'
import { LlamaModel } from '../lm/llama-model.ts'
import { LoadedWeights } from '../lm/loaded-weights.ts'
import { Readings } from '../lm/readings.ts'
import { SingleGraphExecutor } from '../lm/single-graph.ts'
import { tinyLlamaConfig, tinyLlamaTensors, tinyLlamaTokenizer } from '../lm/tiny-llama.testing.ts'
import { Tokenizer } from '../lm/tokenizer.ts'
import { arms } from './arms.ts'
import {
  armSchema,
  defaultRunConfig,
  ofLogits,
  type DistillationConfig,
  type TeacherConfig,
} from './config.ts'
import { letterJudge, letterParts } from './fake-model.testing.ts'
import type { Judge } from './judge.ts'
import type { UpdateRow } from './learner.ts'
import { LlamaLearner } from './llama-learner.ts'
import { Run } from './run.ts'

const config = llamaConfigSchema.parse(tinyLlamaConfig)
const tensors = tinyLlamaTensors()
const runtime = nativeRuntime({ threads: 1 })
const open = (weights: typeof tensors | LoadedWeights) =>
  new LlamaModel(runtime, {
    config,
    tokenizer: new Tokenizer(tinyLlamaTokenizer()),
    weights,
    lora: { rank: 2, scale: 1 },
  })
const models = {
  'one graph': open(tensors),
  'layer by layer': open(await LoadedWeights.load(runtime, config, hostSource(tensors), 'f32')),
}

const levels: Record<DistillationConfig['kind'], DistillationConfig> = {
  'full-logits': ofLogits(0.5),
  'topk-logits': ofLogits(1, 5),
  'sampled-token': { kind: 'sampled-token', advantageClip: 5 },
  sequence: { kind: 'sequence', advantageClip: null },
}
/** Passes over the reprompts that a step makes: a trust region mixes what the first weights and the student's make of them. */
const teachers: Record<TeacherConfig['kind'], { teacher: TeacherConfig; passes: number }> = {
  ema: { teacher: { kind: 'ema', rate: 0.3 }, passes: 1 },
  'trust-region': { teacher: { kind: 'trust-region', mix: 0.3 }, passes: 2 },
}
const steps = 2

/** Rewards of a group are not all equal, so that every arm that trains has something to learn. */
function unevenJudge(): Judge {
  let judged = 0
  return async (...asked) => {
    const { verdict, records } = await letterJudge(...asked)
    return { verdict: { ...verdict, reward: judged++ % 2 === 0 ? 0 : 0.5 }, records }
  }
}

const cases = Object.keys(models).flatMap((way) =>
  armSchema.options.flatMap((arm) =>
    Object.keys(levels).flatMap((level) =>
      Object.keys(teachers).map((teacher) => ({ way, arm, level, teacher }) as const),
    ),
  ),
)

afterEach(() => void vi.restoreAllMocks())

it.each(cases)('$arm at $level, teacher $teacher, as $way', async ({ way, arm, level, teacher }) => {
  const made: Batch[] = []
  const [logProbs, keep] = [SingleGraphExecutor.prototype.logProbs, Readings.prototype.keep]
  vi.spyOn(SingleGraphExecutor.prototype, 'logProbs').mockImplementation(function (
    this: SingleGraphExecutor,
    ...args
  ) {
    made.push(args[0])
    return logProbs.apply(this, args)
  })
  vi.spyOn(Readings.prototype, 'keep').mockImplementation(function (this: Readings, ...args) {
    made.push(args[0])
    return keep.apply(this, args)
  })
  const model = models[way as keyof typeof models]
  const learner = new LlamaLearner(model, new Float32Array(model.thetaLength).fill(0.01))
  const updated: (readonly UpdateRow[])[] = []
  const update = learner.update.bind(learner)
  vi.spyOn(learner, 'update').mockImplementation((rows, of) => {
    updated.push(rows)
    return update(rows, of)
  })
  const { teacher: taught, passes } = teachers[teacher as keyof typeof teachers]
  const attempts = 2
  const run = new Run(
    letterParts(
      {
        arm,
        attemptsPerStep: attempts,
        budget: steps * (arms[arm].reads === 'conversation' ? 1 : attempts),
        teacher: taught,
        loss: { ...defaultRunConfig.loss, distillation: levels[level as keyof typeof levels], lambda: 0.5 },
      },
      { model, learner, judge: unevenJudge() },
    ),
  )
  await run.finish()

  const idsOf = (rows: readonly UpdateRow[], of: 'prompt' | 'teacherPrompt') =>
    model
      .batchOf(
        rows.map((row) => ({ prompt: row[of], response: row.response })),
        1,
      )
      .ids.join()
  const reprompts = new Set(
    updated
      .filter((rows) => idsOf(rows, 'teacherPrompt') !== idsOf(rows, 'prompt'))
      .map((rows) => idsOf(rows, 'teacherPrompt')),
  )
  expect(updated).toHaveLength(arms[arm].trains ? steps : 0)
  const readings = made.filter(({ ids }) => reprompts.has(ids.join())).length
  expect({ steps: reprompts.size, readings }).toEqual(
    arms[arm].teacher ? { steps, readings: steps * passes } : { steps: 0, readings: 0 },
  )
})
