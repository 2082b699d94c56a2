/** The small Llama that the reference's updates were made on (reference/update.json), with their prompts and responses. */
import { readFileSync } from 'node:fs'
import type { Runtime } from 'ort-train'
import { llamaConfigSchema } from '../lm/config.ts'
import { formulaAdapter, type FormulaAdapter } from '../lm/formula-adapter.testing.ts'
import { LlamaModel } from '../lm/llama-model.ts'
import type { LoadedWeights } from '../lm/loaded-weights.ts'
import { readSafetensors } from '../lm/safetensors.ts'
import type { Tokenizer } from '../lm/tokenizer.ts'
import type { UpdateRow } from './learner.ts'

interface Reference {
  config: FormulaAdapter & { scale: number }
  batch: Record<'student_prompt_ids' | 'teacher_prompt_ids' | 'response_ids', number[][]>
}

const file = (name: string) => readFileSync(new URL(`../../reference/${name}`, import.meta.url))
const reference = JSON.parse(file('update.json').toString()) as Reference
const bytes = file('llama-0.9m/model.safetensors')

export const referenceConfig = llamaConfigSchema.parse(JSON.parse(file('llama-0.9m/config.json').toString()))
export const referenceTensors = readSafetensors(bytes)

/** Without a tokenizer: its rows are token ids. */
export function openReference(
  runtime: Runtime,
  weights: typeof referenceTensors | LoadedWeights = referenceTensors,
): LlamaModel {
  const { rank, scale } = reference.config
  return new LlamaModel(runtime, {
    config: referenceConfig,
    tokenizer: null as unknown as Tokenizer,
    weights,
    lora: { rank, scale },
  })
}

/** The reference's adapters, by their seed. */
export const referenceAdapter = (seed: number): Float32Array =>
  formulaAdapter(referenceConfig, reference.config, seed)

/** Row `i` of the reference's batch, counted round and round, with one log p_old for all of its tokens. */
export function referenceRow(
  i: number,
  { oldLogProb, ...rest }: Pick<UpdateRow, 'mask' | 'advantage'> & { oldLogProb: number },
): UpdateRow {
  const { student_prompt_ids, teacher_prompt_ids, response_ids } = reference.batch
  const pick = i % response_ids.length
  const response = response_ids[pick]!
  return {
    prompt: student_prompt_ids[pick]!,
    teacherPrompt: teacher_prompt_ids[pick]!,
    response,
    oldLogProbs: response.map(() => oldLogProb),
    ...rest,
  }
}
