/** Whole updates on a real small Llama against float64 torch (reference/update.json). */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { llamaConfigSchema } from '../lm/config.ts'
import { LlamaModel } from '../lm/llama-model.ts'
import { adapterParameters, flatLayout } from '../lm/parameters.ts'
import { readSafetensors } from '../lm/safetensors.ts'
import type { Tokenizer } from '../lm/tokenizer.ts'
import { createNodeRuntime } from '../runtime/node.ts'
import { defaultRunConfig } from './config.ts'
import { LlamaLearner } from './llama-learner.ts'
import type { UpdateRow } from './learner.ts'

const file = (name: string) => readFileSync(new URL(`../../reference/${name}`, import.meta.url))
const reference = JSON.parse(file('update.json').toString())
const bytes = file('llama-0.9m/model.safetensors')
const model = new LlamaModel(createNodeRuntime(), {
  config: llamaConfigSchema.parse(JSON.parse(file('llama-0.9m/config.json').toString())),
  tokenizer: null as unknown as Tokenizer,
  weights: readSafetensors(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)),
  lora: { rank: reference.config.rank, scale: reference.config.scale },
})
const layout = flatLayout(adapterParameters(model.config, reference.config.rank))

function start(seed: number): Float32Array {
  const theta = new Float32Array(layout.length)
  for (const { name, shape, offset } of layout.slots) {
    const scale = name.endsWith('lora_A') ? reference.config.a_scale : reference.config.b_scale
    for (let i = 0; i < shape[0]! * shape[1]!; i++) theta[offset + i] = scale * Math.sin(0.37 * (offset + i) + seed)
  }
  return theta
}

/**
 * 1e-4 at the first step, absolute or relative. After it 1e-3: AdamW divides a gradient by its own size, so an entry that is nearly 0
 * (one of 39,040 in one case here: -4.5e-8, against float32's error of 3e-8) takes another step than in float64.
 */
const tolerances = [1e-4, 1e-3]

function close(actual: ArrayLike<number>, expected: number[], tolerance: number, what: string) {
  expected.forEach((x, i) => expect(Math.abs(actual[i]! - x), `${what}[${i}]: ${actual[i]} for ${x}`).toBeLessThan(tolerance * Math.max(1, Math.abs(x))))
}

describe('an SDPO update equals the reference', () => {
  it.each(reference.cases.map((c: { alpha: number; topk: number | null; add_tail: boolean; temperature: number }, i: number) => [`alpha ${c.alpha}, top-K ${c.topk}${c.add_tail ? ' + tail' : ''}, T ${c.temperature}`, i]))('%s', async (...[, index]: unknown[]) => {
    const c = reference.cases[index as number]
    const learner = new LlamaLearner(model, start(reference.config.student_seed), start(reference.config.teacher_seed))
    const { student_prompt_ids, teacher_prompt_ids, response_ids, self_distillation_mask } = reference.batch
    const old = (await model.score(learner.student, student_prompt_ids.map((prompt: number[], i: number) => ({ prompt, response: response_ids[i] })), c.temperature)).map(({ logProbs, vocabulary }, i) =>
      (response_ids[i] as number[]).map((token, t) => logProbs[t * vocabulary + token]!),
    )
    for (const [step, expected] of c.steps.entries()) {
      const rows: UpdateRow[] = response_ids.map((response: number[], i: number) => ({
        prompt: student_prompt_ids[i], teacherPrompt: teacher_prompt_ids[i], response, oldLogProbs: old[i], mask: self_distillation_mask[i], advantage: 0,
      }))
      const result = await learner.update(rows, {
        loss: { ...defaultRunConfig.loss, alpha: c.alpha, topK: c.topk, addTail: c.add_tail, isClip: c.is_clip },
        optimiser: { learningRate: c.lr, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: c.weight_decay, maxGradNorm: c.max_grad_norm },
        teacher: { kind: 'ema', rate: c.ema_rate },
        temperature: c.temperature,
        grpoWeight: 0,
      })
      expected.tokens.forEach((row: { student_logp: number[]; divergence: number[] }, i: number) => {
        close(result.studentLogProbs[i]!, row.student_logp, tolerances[step]!, 'student log p')
        close(result.divergences[i]!, row.divergence, tolerances[step]!, 'divergence')
      })
      expect(Math.abs(result.loss / expected.loss - 1)).toBeLessThan(1e-3)
      expect(Math.abs(result.gradNorm / expected.grad_norm - 1)).toBeLessThan(1e-3)
      for (const [name, norm] of Object.entries<number>(expected.grad_norm_per_matrix)) {
        const { shape, offset } = layout.slots.find((slot) => slot.name === name)!
        const part = result.gradient.subarray(offset, offset + shape[0]! * shape[1]!)
        expect(Math.abs(Math.sqrt(part.reduce((a, x) => a + x * x, 0)) / norm - 1), name).toBeLessThan(1e-3)
      }
    }
  })
})
