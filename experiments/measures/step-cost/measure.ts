/** What one SDPO step of a stock model costs, part by part, on any runtime: sampling, both readers' pictures, the update, the student read again. */
import { LlamaModel } from '../../../src/lm/llama-model.ts'
import type { LoadedWeights } from '../../../src/lm/loaded-weights.ts'
import { Rng } from '../../../src/rng.ts'
import { tallySince, type Runtime, type Tally } from 'ort-train'
import { defaultRunConfig, type RunConfig } from '../../../src/sdpo/config.ts'
import { LlamaLearner } from '../../../src/sdpo/llama-learner.ts'
import { Scorer } from '../../../src/sdpo/scorer.ts'
import { logProbsAt, stepPictures } from '../../../src/sdpo/step-pictures.ts'
import { productRate } from '../../lib/product-rate.ts'

/** Seconds, and bytes. */
export interface StepCost {
  load: number
  weightBytes: number
  /** Sessions made in the first step, all of them and the slowest. */
  sessions: number
  sessionSeconds: number
  slowestSession: number
  steps: ({ whole: number; loss: number } & Record<StepPart, number>)[]
  /** What the parts of the last step asked of the runtime. */
  tallies: Record<StepPart, Tally>
  /** Seconds that the last step's matrix products take by themselves, at the rate of this runtime at this moment. */
  floors: Record<StepPart, number>
}

export const stepParts = ['sample', 'score', 'update', 'rescore'] as const
export type StepPart = (typeof stepParts)[number]

/** What is measured, and how it comes to be on a runtime. */
export type OpenStock = (runtime: Runtime) => Promise<{ model: LlamaModel; weights: LoadedWeights }>

/** How large a step is. */
export interface StepShape {
  attempts: number
  newTokens: number
  promptTokens: number
  teacherTokens: number
}

const stockStep: StepShape = { attempts: 4, newTokens: 48, promptTokens: 100, teacherTokens: 250 }

interface StepCostOptions {
  steps?: number
  shape?: StepShape
  /** What is done after every step: a peer's turn. */
  between?: () => Promise<void>
  /** Runs a part of a step, and may watch it. */
  watch?: <T>(step: number, part: StepPart, work: () => Promise<T>) => Promise<T>
}

export async function stepCost(
  runtime: Runtime,
  open: OpenStock,
  { steps = 2, shape = stockStep, between, watch = (_step, _part, work) => work() }: StepCostOptions = {},
): Promise<StepCost> {
  const { attempts, newTokens, promptTokens, teacherTokens } = shape
  const created: number[] = []
  const timed = Object.create(runtime, {
    load: {
      value: async (...args: Parameters<Runtime['load']>) => {
        const begun = performance.now()
        const session = await runtime.load(...args)
        created.push(seconds(begun))
        return session
      },
    },
  }) as Runtime
  const begun = performance.now()
  const { model: opened, weights } = await open(timed)
  const load = seconds(begun)
  const { config } = opened
  // No token ends an attempt, so that every one is as long as it may be.
  const tokenizer = Object.create(opened.tokenizer, {
    endTokenIds: { value: new Set() },
  }) as typeof opened.tokenizer
  const model = new LlamaModel(timed, { config, tokenizer, weights, lora: opened.lora })
  const words = (count: number, seed: number) =>
    Array.from(
      { length: count },
      (_, i) => 300 + ((i * 7919 + seed) % Math.min(20000, config.vocabulary - 300)),
    )
  const [prompt, teacherPrompt] = [words(promptTokens, 1), words(teacherTokens, 2)]
  const settings: RunConfig = {
    ...defaultRunConfig,
    optimiser: { ...defaultRunConfig.optimiser, learningRate: 1e-3 },
  }
  const learner = new LlamaLearner(model, LlamaLearner.initialTheta(model, 1))
  const readers = new Scorer(model, learner, () => settings)
  const costs: StepCost['steps'] = []
  const tallies = {} as StepCost['tallies']
  for (let step = 0; step < steps; step++) {
    const start = performance.now()
    const part = async <T>(name: StepPart, work: () => Promise<T>): Promise<[number, T]> => {
      const from = performance.now()
      const before = { ...runtime.tally }
      const result = await watch(step, name, work)
      tallies[name] = tallySince(runtime.tally, before)
      return [seconds(from), result]
    }
    const [sample, samples] = await part('sample', () =>
      model.sample({
        prompt,
        theta: learner.student,
        rngs: Array.from({ length: attempts }, (_, i) => Rng.of(step, 'cost', i)),
        maxNewTokens: newTokens,
        temperature: 0.7,
        topP: 0.95,
      }),
    )
    const rows = samples.map(({ tokens, logProbs }) => ({
      prompt,
      teacherPrompt,
      response: tokens,
      oldLogProbs: logProbs,
      mask: 1 as const,
      advantage: 0,
    }))
    const [score, candidates] = await part('score', async () => {
      const ids: number[][][] = []
      const pictures = stepPictures(readers, rows, { teacher: 'learner', base: 'student' })
      for await (const { positions } of pictures) ids.push(positions.map((position) => position.ids))
      return ids
    })
    const [update, { loss }] = await part('update', () => learner.update(rows, readers.learnerConfig))
    const [rescore] = await part('rescore', () =>
      logProbsAt(
        readers,
        learner.student,
        rows.map((row, i) => ({ ...row, ids: candidates[i]! })),
      ),
    )
    costs.push({ sample, score, update, rescore, whole: seconds(start), loss })
    await between?.()
  }
  const { hiddenSize: inputs, intermediateSize: out } = config
  const rate = await productRate(runtime, { rows: 64 * attempts, out, inputs })
  const decodeRate = await productRate(runtime, { rows: attempts, out, inputs })
  const floors = Object.fromEntries(
    stepParts.map((name) => [name, tallies[name].multiplyAdds / (name === 'sample' ? decodeRate : rate)]),
  ) as StepCost['floors']
  await model.dispose()
  await opened.dispose()
  weights.release()
  return {
    load,
    weightBytes: weights.bytes,
    sessions: created.length,
    sessionSeconds: created.reduce((a, b) => a + b, 0),
    slowestSession: Math.max(...created),
    steps: costs,
    tallies,
    floors,
  }
}

const seconds = (since: number): number => (performance.now() - since) / 1000
