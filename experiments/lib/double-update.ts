/** Loss, gradient and log-probabilities of an update in float64, both readers in one graph: what backends are held against. */
import { f32, gradient, program, type Value } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { BatchShape } from '../../src/lm/batch.ts'
import type { LlamaConfig } from '../../src/lm/config.ts'
import { baseInputs, weightsOf, type LoraShape } from '../../src/lm/graph-weights.ts'
import { forward, sequenceInputs } from '../../src/lm/llama.ts'
import { adapterParameters, baseParameters, flatLayout, isNorm } from '../../src/lm/parameters.ts'
import type { HostTensor } from '../../src/lm/safetensors.ts'
import { sequenceFeeds } from '../../src/lm/single-graph.ts'
import { studentOutput } from '../../src/sdpo/graphs/distillation.ts'
import { objective, objectiveInputs, type ObjectiveOptions } from '../../src/sdpo/graphs/objective.ts'
import { objectiveFeeds, studentBatch, type UpdateRequest } from '../../src/sdpo/learner-update.ts'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { doubleRuntime } from './double-runtime.ts'

interface Options extends ObjectiveOptions {
  config: LlamaConfig
  lora: LoraShape
  student: BatchShape
  teacher: BatchShape
}

const sequence = ({ batch, shared, prompt, response }: BatchShape) =>
  sequenceInputs(batch, prompt + response - 1, shared)

const reading = program({
  inputs: (options: Options) => {
    const theta = f32([1, flatLayout(adapterParameters(options.config, options.lora.rank)).length])
    return {
      base: baseInputs(options.config),
      theta,
      teacherTheta: theta,
      student: sequence(options.student),
      teacher: sequence(options.teacher),
      ...objectiveInputs(options),
      temperature: f32([]),
    }
  },
  build: ({ base, theta, teacherTheta, student, teacher, temperature, ...rest }, options) => {
    const { config, lora } = options
    const logits = (tensors: typeof student, of: typeof theta, { prompt, response }: BatchShape) =>
      ops.div(
        forward(config, weightsOf(config, lora, base, of), tensors, { from: prompt - 1, count: response }),
        temperature,
      )
    const { losses, studentLogProbs } = objective(
      studentOutput(logits(student, theta, options.student)),
      rest,
      options,
      () => ops.logSoftmax(logits(teacher, teacherTheta, options.teacher)),
    )
    const loss = ops.total(losses)
    return { loss, studentLogProbs, gradient: gradient(loss, [theta])[0]! }
  },
})

/** The base's weights by their Hugging Face names. */
export type DoubleBase = Readonly<Record<string, Value<'f32'>>>

/** Weights as the graph reads them: a norm that a file has less one is itself again. */
export function doubleBase(config: LlamaConfig, tensors: ReadonlyMap<string, HostTensor>): DoubleBase {
  const runtime = nativeRuntime({ threads: 1 })
  return Object.fromEntries(
    baseParameters(config).map(({ name }) => {
      const { shape, data } = tensors.get(name)!
      const raised = config.architecture.normsLessOne && isNorm(name)
      return [name, runtime.value('f32', shape, raised ? data.map((x) => x + 1) : data)]
    }),
  )
}

/** Of one policy, whose teacher is a moving average. */
export async function doubleUpdate(
  request: UpdateRequest,
  base: DoubleBase,
  threads = 2,
): Promise<{ loss: number; gradient: Float32Array; studentLogProbs: Float32Array }> {
  const { model, states, rows, config } = request
  const [state, ...others] = states
  if (!state || others.length > 0 || config.teacher.kind !== 'ema')
    throw new Error('The reference in float64 is of one policy and a moving average.')
  const student = studentBatch(request)
  const teacher = model.batchOf(
    rows.map(({ teacherPrompt, response }) => ({ prompt: teacherPrompt, response })),
    1,
  )
  const { loss, ...rest } = await reading.compile(doubleRuntime({ threads })).run(
    {
      config: model.config,
      lora: model.lora,
      student: student.shape,
      teacher: teacher.shape,
      batch: student.shape.batch,
      response: student.shape.response,
      loss: config.loss,
      terms: config.terms,
    },
    {
      base,
      theta: state.student,
      teacherTheta: state.teacher,
      student: sequenceFeeds(student),
      teacher: sequenceFeeds(teacher),
      ...objectiveFeeds(request, student),
      temperature: config.temperature,
    },
  )
  return { loss: loss[0]!, ...rest }
}
