/** Several policies in one graph against the same policies alone, on a real small Llama. Against float64 torch: experiments/conformance. */
import { describe, expect, it } from 'vitest'
import { LlamaModel } from '../lm/llama-model.ts'
import type { SampleRequest } from '../lm/model.ts'
import type { Tokenizer } from '../lm/tokenizer.ts'
import { Rng } from '../rng.ts'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { defaultRunConfig } from './config.ts'
import { LlamaLearner } from './llama-learner.ts'
import type { LearnerConfig, UpdateRow } from './learner.ts'
import { openReference, referenceAdapter, referenceRow, referenceTensors } from './reference-llama.testing.ts'

const model = openReference(nativeRuntime())
const start = referenceAdapter

function close(actual: ArrayLike<number>, expected: number[], tolerance: number, what: string) {
  expected.forEach((x, i) =>
    expect(Math.abs(actual[i]! - x), `${what}[${i}]: ${actual[i]} for ${x}`).toBeLessThan(
      tolerance * Math.max(1, Math.abs(x)),
    ),
  )
}

describe('several policies in one run', () => {
  const rowsOf = (policy: number): UpdateRow[] =>
    [0, 1].map((i) =>
      referenceRow(policy + i, {
        oldLogProb: -2 - policy,
        mask: i === 0 || policy !== 1 ? 1 : 0,
        advantage: i - 0.5 * policy,
      }),
    )
  const config: LearnerConfig = {
    loss: { ...defaultRunConfig.loss, isClip: 2 },
    optimiser: { ...defaultRunConfig.optimiser, maxGradNorm: 0.05 },
    teacher: { kind: 'ema', rate: 0.3 },
    temperature: 0.9,
    terms: { kind: 'mixed', policyWeight: 0.4 },
  }
  const fresh = () => [0, 1, 2].map((policy) => new LlamaLearner(model, start(policy), start(policy + 7)))

  it('equal the same policies alone to 1e-5, each with its own step count, norm and loss', async () => {
    const [alone, together] = [fresh(), fresh()]
    for (const learners of [alone, together]) await learners[1]!.update(rowsOf(1), config)
    const single = []
    for (const [policy, learner] of alone.entries()) single.push(await learner.update(rowsOf(policy), config))
    const many = await LlamaLearner.updateMany(
      together.map((learner, policy) => ({ learner, rows: rowsOf(policy) })),
      config,
    )
    single.forEach((result, policy) => {
      expect(Math.abs(many[policy]!.loss - result.loss)).toBeLessThan(1e-5)
      expect(Math.abs(many[policy]!.gradNorm / result.gradNorm - 1)).toBeLessThan(1e-5)
      close(many[policy]!.gradient, [...result.gradient], 1e-5, `gradient of policy ${policy}`)
      result.studentLogProbs.forEach((row, i) =>
        close(many[policy]!.studentLogProbs[i]!, [...row], 1e-5, 'student log p'),
      )
      result.divergences.forEach((row, i) =>
        close(many[policy]!.divergences[i]!, [...row], 1e-5, 'divergence'),
      )
      // Adam divides by the gradient's own size: where that is float32's noise the step is too.
      const clear = alone[policy]!.student.filter((_, i) => Math.abs(result.gradient[i]!) > 1e-5)
      close(
        together[policy]!.student.filter((_, i) => Math.abs(result.gradient[i]!) > 1e-5),
        [...clear],
        1e-5,
        `theta of policy ${policy}`,
      )
      expect(together[policy]!.snapshot().updates).toBe(alone[policy]!.snapshot().updates)
    })
  })

  it('have a trust region about the weights that they began from', async () => {
    const trust: LearnerConfig = { ...config, teacher: { kind: 'trust-region', mix: 0 } }
    const learner = new LlamaLearner(model, start(1))
    const rows = rowsOf(0).map(({ teacherPrompt, response }) => ({ prompt: teacherPrompt, response }))
    const [began] = await model.score(start(1), rows, config.temperature)
    const [base] = await model.score(null, rows, config.temperature)
    await learner.update(rowsOf(0), trust)
    const read = async () => (await learner.teacherLogProbs(rowsOf(0), trust))[0]!
    close(await read(), [...began!.logProbs], 1e-5, 'log p_T')
    expect(began!.logProbs.some((x, i) => Math.abs(x - base!.logProbs[i]!) > 0.01)).toBe(true)
    expect(learner.student).not.toEqual(start(1))
  })

  it('leave a policy with a loss that is no number as it was, and step the others', async () => {
    const learners = fresh()
    const before = learners[1]!.student.slice()
    const results = await LlamaLearner.updateMany(
      learners.map((learner, policy) => ({
        learner,
        rows: rowsOf(policy).map((row) => (policy === 1 ? { ...row, advantage: NaN } : row)),
      })),
      config,
    )
    expect(results.map(({ skipped }) => skipped !== undefined)).toEqual([false, true, false])
    expect(learners[1]!.student).toEqual(before)
    expect(learners[0]!.student).not.toEqual(start(0))
    expect(learners[2]!.student.every(Number.isFinite)).toBe(true)
  })

  it('sample and score as alone, whatever the lengths of the others\u2019 prompts', async () => {
    const writer = new LlamaModel(nativeRuntime(), {
      config: model.config,
      tokenizer: { endTokenIds: new Set([2]) as ReadonlySet<number> } as Tokenizer,
      weights: referenceTensors,
      lora: model.lora,
    })
    const requests = (thetas: readonly (Float32Array | null)[]) =>
      thetas.map((theta, policy): SampleRequest => ({
        prompt: referenceRow(policy, { oldLogProb: 0, mask: 0, advantage: 0 }).teacherPrompt.slice(
          0,
          5 + 9 * policy,
        ),
        theta,
        rngs: [1, 2].map((i) => Rng.of(policy, 'test', i)),
        maxNewTokens: 9,
        temperature: 1,
        topP: 1,
      }))
    for (const thetas of [
      [start(0), start(1), start(2)],
      [null, null, null],
    ]) {
      const together = await writer.sampleMany(requests(thetas))
      for (const [policy, request] of requests(thetas).entries()) {
        const alone = await writer.sample(request)
        alone.forEach((sample, i) => {
          expect(together[policy]![i]!.tokens).toEqual(sample.tokens)
          close(together[policy]![i]!.logProbs, sample.logProbs, 1e-5, 'log p_old')
        })
      }
      const many = await writer.scoreMany(
        thetas.map((theta, policy) => ({ theta, rows: rowsOf(policy) })),
        1,
      )
      for (const [policy, theta] of thetas.entries()) {
        const alone = await writer.score(theta, rowsOf(policy), 1)
        alone.forEach(({ logProbs }, i) => close(many[policy]![i]!.logProbs, [...logProbs], 1e-5, 'log p'))
      }
    }
    await writer.dispose()
  })
})
