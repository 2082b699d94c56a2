/**
 * Discovery on hard problems with one setting turned, everything else as it is, each variant against the first: how the
 * teacher is held back, which divergence, how many attempts an update, how fine the credit, which tokens, SFT on
 * the teacher's answers in the place of distillation; and the tuning of the defaults.
 */
import {
  ofLogits,
  type DistillationConfig,
  type RunConfig,
  type TokenSelection,
} from '../../src/sdpo/config.ts'
import { passAt64 } from '../lib/base-samples.ts'
import { firstSuccesses, firstTable, type Contestant } from '../lib/first-successes.ts'
import { hardProblems } from '../lib/hard-problems.ts'
import { openHeadless } from '../lib/headless.ts'
import type { Learning } from '../lib/imitation.ts'
import type { Experiment } from './report.ts'
import { variantRows } from './rows/variants.ts'

type Turned = readonly (readonly [
  name: string,
  turn: (config: RunConfig) => RunConfig,
  learning?: Learning,
])[]

const withDistillation =
  (distillation: DistillationConfig) =>
  (config: RunConfig): RunConfig => ({ ...config, loss: { ...config.loss, distillation } })
const withTeacher =
  (teacher: RunConfig['teacher']) =>
  (config: RunConfig): RunConfig => ({ ...config, teacher })

const withTokens =
  (tokens: TokenSelection) =>
  (config: RunConfig): RunConfig => ({ ...config, loss: { ...config.loss, tokens } })

const variants = {
  teacher: [
    ['EMA .01', withTeacher({ kind: 'ema', rate: 0.01 })],
    ['EMA .05', withTeacher({ kind: 'ema', rate: 0.05 })],
    ['EMA .2', withTeacher({ kind: 'ema', rate: 0.2 })],
    ['frozen', withTeacher({ kind: 'ema', rate: 0 })],
    ['the student itself', withTeacher({ kind: 'ema', rate: 1 })],
    ['trust region .1', withTeacher({ kind: 'trust-region', mix: 0.1 })],
  ],
  divergence: [
    ['reverse KL', withDistillation(ofLogits(1))],
    ['Jensen-Shannon', withDistillation(ofLogits(0.5))],
    ['forward KL', withDistillation(ofLogits(0))],
    ['reverse KL, top 20 and tail', withDistillation(ofLogits(1, 20, true))],
    ['reverse KL, top 20', withDistillation(ofLogits(1, 20, false))],
  ],
  batch: ([1, 2, 4, 8, 16] as const).map(
    (g) => [`G = ${g}`, (config: RunConfig): RunConfig => ({ ...config, attemptsPerStep: g })] as const,
  ),
  level: [
    ['logit', withDistillation(ofLogits(1))],
    ['token', withDistillation({ kind: 'sampled-token', advantageClip: null })],
    ['sequence', withDistillation({ kind: 'sequence', advantageClip: null })],
  ],
  tokens: [
    ['all tokens', (config) => config],
    ['half by entropy', withTokens({ by: 'entropy', share: 0.5 })],
    ['half by divergence', withTokens({ by: 'divergence', share: 0.5 })],
    ['a tenth by entropy', withTokens({ by: 'entropy', share: 0.1 })],
    ['a tenth by divergence', withTokens({ by: 'divergence', share: 0.1 })],
  ],
  /** OPSD's clip: the most that one entry of the vocabulary adds to a token's divergence, nats; .05 in its code. */
  clip: [
    ['no clip', (config) => config],
    ['entries clipped at .05', withDistillation({ ...ofLogits(1), pointwiseClip: 0.05 })],
    ['entries clipped at .5', withDistillation({ ...ofLogits(1), pointwiseClip: 0.5 })],
  ],
  imitation: [
    ['SDPO', (config) => config],
    ["SFT on the teacher's answers", (config) => config, 'imitation'],
    ['best-of-k', (config) => ({ ...config, arm: 'best-of-k', attemptsPerStep: 8 })],
  ],
  /** What the defaults are chosen by, on dev: as many settings of multi-turn as of SDPO. */
  tuning: [
    ...(
      [
        [1, 0.003],
        [1, 0.005],
        [1, 0.01],
        [2, 0.01],
      ] as const
    ).map(
      ([g, rate]) =>
        [
          `sdpo, G = ${g}, learning rate ${rate}`,
          (config: RunConfig): RunConfig => ({
            ...config,
            attemptsPerStep: g,
            optimiser: { ...config.optimiser, learningRate: rate },
          }),
        ] as const,
    ),
    ...([1, 3, 6, 9] as const).map(
      (window) =>
        [
          `multi-turn, window ${window}`,
          (config: RunConfig): RunConfig => ({ ...config, arm: 'multi-turn', window }),
        ] as const,
    ),
  ],
} satisfies Record<string, Turned>

export const variantExperiments: Record<keyof typeof variants, Experiment> = {
  teacher: comparing(variants.teacher),
  divergence: comparing(variants.divergence),
  batch: comparing(variants.batch),
  level: comparing(variants.level),
  tokens: comparing(variants.tokens),
  clip: comparing(variants.clip),
  imitation: comparing(variants.imitation),
  tuning: comparing(variants.tuning),
}

function comparing(turned: Turned): Experiment {
  return async ({
    families,
    split,
    problems: count,
    passAt64: below,
    config,
    model: folder,
    threads,
    seeds,
    capacity,
  }) => {
    const lab = openHeadless({ folder, threads, adapter: config.adapter })
    const contestants = turned.map(([name, turn, learning]): Contestant => ({
      name,
      ...(learning && { learning }),
      config: turn({ ...config, arm: 'sdpo', stop: 'first-pass' }),
    }))
    const firstSuccess: Record<string, Record<string, (number | null)[]>> = {}
    for (const family of families) {
      const { hard } = await hardProblems(lab, {
        family,
        split,
        count,
        accept: (base) => passAt64(base) < below,
        config,
      })
      const outcomes = await firstSuccesses({
        lab,
        contestants,
        problems: hard.map(({ problem }) => problem),
        seeds,
        capacity,
      })
      for (const [name, table] of Object.entries(firstTable(outcomes)))
        Object.assign((firstSuccess[name] ??= {}), table)
    }
    await lab.model.dispose()
    const tables = { firstSuccess, budget: config.budget }
    return { rows: variantRows(tables), ...tables, exploratory: split === 'dev', seeds, split, config }
  }
}
