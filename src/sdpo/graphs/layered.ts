/** The programs of an update of a model that is run layer by layer: the loss with its gradient on the hidden states, and the step. */
import { f32, gradient, onDevice, program, type Input, type Tensor, type Tensors } from 'ort-train'
import * as ops from 'ort-train/ops'
import { headInputs, headLogits, type HeadOptions } from '../../lm/head.ts'
import type { TeacherConfig } from '../config.ts'
import { readsTeacher } from '../loss-terms.ts'
import { studentOutput } from './distillation.ts'
import { objective, objectiveInputs, type ObjectiveOptions } from './objective.ts'
import { step, stepInputs, trustRegion } from './step.ts'

/** What the graph of a loss depends on. */
export interface HiddenLossOptions extends ObjectiveOptions {
  head: HeadOptions
  teacher: TeacherConfig['kind']
}

/** The teachers' hidden states [B * N, d]: one's, or those of a trust region's reference and student with how they are mixed. */
function teacherInputs({ teacher, terms, batch, response, head: { hiddenSize } }: HiddenLossOptions) {
  const hidden = f32([batch * response, hiddenSize])
  const none: { teacher?: Input<'f32'>; reference?: Input<'f32'>; mix?: Input<'f32'> } = {}
  if (!readsTeacher(terms)) return none
  return teacher === 'ema'
    ? { ...none, teacher: hidden }
    : { teacher: hidden, reference: hidden, mix: f32([]) }
}

const lossInputs = (options: HiddenLossOptions) => ({
  head: headInputs(options.head, 'sequence'),
  hidden: f32([options.batch * options.response, options.head.hiddenSize]),
  temperature: f32([]),
  teacher: teacherInputs(options),
  ...objectiveInputs(options),
})

function lossOutputs(
  { head, hidden, temperature, teacher, ...inputs }: Tensors<ReturnType<typeof lossInputs>>,
  options: HiddenLossOptions,
) {
  const logits = headLogits(head, options.head, 'sequence')
  const atTemperature = (x: Tensor) => logits(x, temperature)
  const read = (x: Tensor | undefined) => {
    if (!x) throw new Error('This update needs the teacher\u2019s hidden states.')
    return ops.logSoftmax(atTemperature(x))
  }
  const { losses, ...readings } = objective(studentOutput(atTemperature(hidden)), inputs, options, () =>
    teacher.mix
      ? ops.logSoftmax(trustRegion(read(teacher.reference), read(teacher.teacher), teacher.mix))
      : read(teacher.teacher),
  )
  const [dHidden] = gradient(ops.total(losses), [hidden])
  return { dHidden, losses, ...readings }
}

/** Losses of some rows and their gradient on what left the last layer, `hidden` [B * N, d]. */
export const hiddenLoss = program({ inputs: lossInputs, build: lossOutputs })

/** The same, with everything left on the device. */
export const deviceHiddenLoss = program({
  inputs: lossInputs,
  build: (inputs, options: HiddenLossOptions) => {
    const { dHidden, losses, studentLogProbs, divergences } = lossOutputs(inputs, options)
    return {
      dHidden: onDevice(dHidden),
      losses: onDevice(losses),
      studentLogProbs: onDevice(studentLogProbs),
      ...(divergences && { divergences: onDevice(divergences) }),
    }
  },
})

/** The step of R policies with n values each along gradients that are there. */
export const stepProgram = program({
  inputs: ({ policies, length }: { policies: number; length: number }) => ({
    ...stepInputs(policies, length),
    gradient: f32([policies, length]),
    loss: f32([policies]),
  }),
  build: ({ gradient: grad, loss, ...inputs }) => step(inputs, grad, loss),
})

/** log-softmax(lerp(reference, student, mix)) of log-probabilities [rows, V] each, which stand for logits: a constant apart. */
export const trustRegionProgram = program({
  inputs: ({ rows, vocabulary }: { rows: number; vocabulary: number }) => ({
    reference: f32([rows, vocabulary]),
    student: f32([rows, vocabulary]),
    mix: f32([]),
  }),
  build: ({ reference, student, mix }) => ({
    logProbs: ops.logSoftmax(trustRegion(reference, student, mix)),
  }),
})
