/** Prompts that begin alike are read once for all rows of a policy: the same log-probabilities and the same update as row by row, with fewer tokens. */
import { describe, expect, it } from 'vitest'
import { bucketShape, padBatch, tokensOf } from '../lm/batch.ts'
import { hostSource } from '../lm/host-source.ts'
import { LlamaModel } from '../lm/llama-model.ts'
import { LoadedWeights } from '../lm/loaded-weights.ts'
import type { Tokenizer } from '../lm/tokenizer.ts'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { defaultRunConfig } from './config.ts'
import { LlamaLearner } from './llama-learner.ts'
import type { UpdateRow } from './learner.ts'
import { referenceConfig, referenceTensors } from './reference-llama.testing.ts'

const [tensors, config] = [referenceTensors, referenceConfig]
const runtime = nativeRuntime({ threads: 1 })

/** The same model with every row read for itself. */
class RowByRow extends LlamaModel {
  override batchOf(...[rows]: Parameters<LlamaModel['batchOf']>) {
    return padBatch(rows, bucketShape(rows, { context: this.config.maxPositions }))
  }
}

const words = (count: number, seed: number) =>
  Array.from({ length: count }, (_, i) => (i * 31 + seed * 17) % config.vocabulary)
/** One policy's prompts begin with 21 tokens in common, the other's with 34; the student's are the same. */
const rowsOf = (policy: number): UpdateRow[] =>
  [0, 1, 2].map((i) => ({
    prompt: words(19 + policy, policy),
    teacherPrompt: [...words(21 + 13 * policy, policy), ...words(2 + 3 * i, i + 5)],
    response: words(9 - i, i + policy + 3),
    oldLogProbs: Array<number>(9 - i).fill(-3),
    mask: i === 1 ? 0 : 1,
    advantage: 0.5 - i,
  }))
const theta = (seed: number) => (length: number) =>
  Float32Array.from({ length }, (_, i) => 0.05 * Math.sin(0.37 * i + seed))

describe.each(['one graph', 'layer by layer'])('prompts that begin alike, as %s', (way) => {
  it('are read once, and nothing else changes', async () => {
    const weights =
      way === 'one graph' ? tensors : await LoadedWeights.load(runtime, config, hostSource(tensors), 'f32')
    const [once, each] = [LlamaModel, RowByRow].map(
      (Model) =>
        new Model(runtime, {
          config,
          tokenizer: null as unknown as Tokenizer,
          weights,
          lora: { rank: 4, scale: 2 },
        }),
    ) as [LlamaModel, LlamaModel]
    const rows = [0, 1].flatMap(rowsOf)
    expect(tokensOf(once.batchOf(rows, 2).shape)).toBeLessThan(0.6 * tokensOf(each.batchOf(rows, 2).shape))

    const [actual, expected] = await Promise.all(
      [once, each].map(async (model) => {
        const learners = [0, 1].map((policy) => ({
          learner: new LlamaLearner(
            model,
            theta(policy)(model.thetaLength),
            theta(policy + 7)(model.thetaLength),
          ),
          rows: rowsOf(policy),
        }))
        const scores = await model.scoreMany(
          learners.map(({ learner, rows: own }) => ({ theta: learner.student, rows: own })),
          0.8,
        )
        const updates = await LlamaLearner.updateMany(learners, {
          loss: defaultRunConfig.loss,
          optimiser: defaultRunConfig.optimiser,
          teacher: { kind: 'ema', rate: 0.3 },
          temperature: 0.8,
          terms: { kind: 'mixed', policyWeight: 0.5 },
        })
        return { scores, updates }
      }),
    )
    const near = (a: ArrayLike<number>, b: ArrayLike<number>) => {
      const scale = Math.max(1e-6, ...Array.from(b, Math.abs))
      expect(Math.max(...Array.from(b, (x, i) => Math.abs(a[i]! - x))) / scale).toBeLessThan(2e-5)
    }
    for (const policy of [0, 1]) {
      expected!.scores[policy]!.forEach(({ logProbs }, i) =>
        near(actual!.scores[policy]![i]!.logProbs, logProbs),
      )
      const [one, other] = [actual!.updates[policy]!, expected!.updates[policy]!]
      near([one.loss, one.gradNorm], [other.loss, other.gradNorm])
      near(one.gradient, other.gradient)
      one.divergences.forEach((row, i) => near(row, other.divergences[i]!))
    }
    await Promise.all([once.dispose(), each.dispose()])
  })
})
