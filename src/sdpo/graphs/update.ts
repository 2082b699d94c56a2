/**
 * One whole update as one program: the student's forward pass over the responses, its loss against the
 * teacher's log-probabilities (an input), the backward pass, AdamW, and the EMA teacher. It is the update of R
 * policies at once: the gradient of the sum of their losses is each one's own gradient, as none sees another's rows.
 */
import { f32, gradient, program } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { BatchShape } from '../../lm/batch.ts'
import type { LlamaConfig } from '../../lm/config.ts'
import { baseInputs, weightsOf, type LoraShape } from '../../lm/graph-weights.ts'
import { forward, sequenceInputs } from '../../lm/llama.ts'
import { adapterParameters, flatLayout } from '../../lm/parameters.ts'
import { readsTeacher } from '../loss-terms.ts'
import { studentOutput } from './distillation.ts'
import { objective, objectiveInputs, type ObjectiveOptions } from './objective.ts'
import { step, stepInputs } from './step.ts'

/** What the graph of an update depends on. */
export interface UpdateOptions extends BatchShape, ObjectiveOptions {
  config: LlamaConfig
  lora: LoraShape
  /** R; the batch has the rows of all policies, policy by policy. */
  policies: number
}

export const updateProgram = program({
  inputs: (options: UpdateOptions) => {
    const { config, lora, policies, batch, shared, prompt, response, terms } = options
    return {
      base: baseInputs(config),
      ...stepInputs(policies, flatLayout(adapterParameters(config, lora.rank)).length),
      ...sequenceInputs(batch, prompt + response - 1, shared),
      ...objectiveInputs(options),
      temperature: f32([]),
      teacherLogProbs: readsTeacher(terms) ? f32([batch * response, config.vocabulary]) : undefined,
    }
  },
  build: (inputs, options) => {
    const { config, lora, policies, batch, prompt, response } = options
    const weights = weightsOf(config, lora, inputs.base, inputs.theta)
    const logits = forward(config, weights, inputs, { from: prompt - 1, count: response })
    const output = studentOutput(ops.div(logits, inputs.temperature))
    const { losses, ...readings } = objective(output, inputs, options, () => {
      if (!inputs.teacherLogProbs) throw new Error('This update needs the teacher\u2019s log-probabilities.')
      return inputs.teacherLogProbs
    })
    const loss = ops.sum(ops.reshape(losses, [policies, (batch / policies) * response]), [1])
    const [grad] = gradient(ops.total(loss), [inputs.theta])
    return { loss, gradient: grad, ...readings, ...step(inputs, grad, loss) }
  },
})
