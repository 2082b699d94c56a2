/**
 * Do teachers get better with scale? Models of several sizes by one recipe and on equal tokens: how much likelier one piece
 * of feedback makes the true program (the teacher's gain), and how many attempts SDPO and best-of-k then need on the same
 * problems, hard ones for the first model named. Exploratory, on dev.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { baseParameters, flatLayout } from '../../src/lm/parameters.ts'
import type { LlamaModel } from '../../src/lm/llama-model.ts'
import type { ScoreRow } from '../../src/lm/model.ts'
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import { evaluationPrompts } from '../train-tiny/tickets/samples.ts'
import { Rng } from '../../src/rng.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { drawBaseSamples, passAt64, samplesPerHalf, type BaseSamples } from '../lib/base-samples.ts'
import type { HeldOut } from '../lib/drawn-problems.ts'
import { firstSuccesses, firstTable } from '../lib/first-successes.ts'
import { hardProblems } from '../lib/hard-problems.ts'
import { openHeadless } from '../lib/headless.ts'
import { kept } from '../lib/kept.ts'
import { bootstrapped } from '../../src/statistics/bootstrap.ts'
import {
  attemptsFor,
  attemptsRatio,
  bestOfKCurve,
  curveOf,
  discovery,
  type Curve,
} from '../../src/statistics/curves.ts'
import { progress } from '../lib/progress.ts'
import { responseLogProbs } from '../lib/response-log-probs.ts'
import type { Experiment, Row } from './report.ts'

const evaluated = 256
const rowsAtOnce = 32

export const size: Experiment = async ({
  families,
  split,
  problems: count,
  passAt64: below,
  config: given,
  models,
  threads,
  seeds,
  capacity,
}) => {
  const config: RunConfig = { ...given, arm: 'sdpo', stop: 'first-pass' }
  const rows: Row[] = []
  const firstSuccess: Record<string, Record<string, (number | null)[]>> = {}
  for (const family of families) {
    const first = openHeadless({ folder: models[0]!, threads, adapter: config.adapter })
    const { hard } = await hardProblems(first, {
      family,
      split,
      count,
      accept: (base) => passAt64(base) < below,
      config,
    })
    await first.model.dispose()
    rows.push({ name: `${family}: problems`, value: hard.length })
    for (const folder of models) {
      const lab = openHeadless({ folder, threads, adapter: config.adapter })
      const label = labelOf(folder)
      const gains = await truthGains(lab.model, family, split)
      const mean = (of: (gain: (typeof gains)[number]) => number) =>
        bootstrapped(gains, (items) => items.reduce((sum, item) => sum + of(item), 0) / items.length)
      const base: BaseSamples[] = []
      for (const { problem } of hard) {
        progress(`${family}: ${label}, samples of ${base.length} of ${hard.length} problems`)
        base.push(
          await kept(
            `${lab.weights.slice(0, 12)}/base-${problem.id}`,
            [lab.weights, problem, config.maxNewTokens, config.temperature, samplesPerHalf],
            () => drawBaseSamples(lab, problem, config),
          ),
        )
      }
      const outcomes = await firstSuccesses({
        lab,
        contestants: [{ name: label, config }],
        problems: hard.map(({ problem }) => problem),
        seeds,
        capacity,
      })
      for (const [name, table] of Object.entries(firstTable(outcomes)))
        Object.assign((firstSuccess[name] ??= {}), table)
      const measured = hard.map(({ problem }, i): { bestOfK: Curve; sdpo: Curve } => ({
        bestOfK: bestOfKCurve(base[i]!.forBestOfK),
        sdpo: curveOf(
          outcomes[label]![problem.id]!.map(({ first: at }) => at),
          config.budget,
        ),
      }))
      rows.push(
        { name: `${family}: ${label}, log p of the truth, question alone`, ...mean(({ alone }) => alone) },
        { name: `${family}: ${label}, the teacher's gain, nats`, ...mean(({ alone, told }) => told - alone) },
        {
          name: `${family}: ${label}, best-of-k, discovery@${config.budget}`,
          ...bootstrapped(measured, (items) =>
            discovery(
              items.map((m) => m.bestOfK),
              config.budget,
            ),
          ),
        },
        {
          name: `${family}: ${label}, sdpo, discovery@${config.budget}`,
          ...bootstrapped(measured, (items) =>
            discovery(
              items.map((m) => m.sdpo),
              config.budget,
            ),
          ),
        },
        {
          name: `${family}: ${label}, sdpo, attempts for 50 %`,
          ...bootstrapped(measured, (items) =>
            attemptsFor(
              0.5,
              items.map((m) => m.sdpo),
            ),
          ),
        },
        {
          name: `${family}: ${label}, attempts for 50 %, best-of-k / sdpo`,
          ...bootstrapped(measured, (items) =>
            attemptsRatio(
              0.5,
              items.map((m) => m.bestOfK),
              items.map((m) => m.sdpo),
            ),
          ),
        },
      )
      await lab.model.dispose()
    }
  }
  return {
    rows,
    firstSuccess,
    models: models.map(labelOf),
    exploratory: split === 'dev',
    budget: config.budget,
    seeds,
    split,
    config,
  }
}

/** Parameters of a model's folder, as `0.85 M`. */
function labelOf(folder: string): string {
  const config = llamaConfigSchema.parse(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')))
  return `${(flatLayout(baseParameters(config)).length / 1e6).toFixed(2)} M parameters`
}

/** log p of held-out true programs after the question alone, and with the feedback of one failed attempt. */
async function truthGains(
  model: LlamaModel,
  family: FamilyName,
  split: HeldOut,
): Promise<{ alone: number; told: number }[]> {
  const one = (i: number, hindsight: number) =>
    evaluationPrompts(Rng.of(6, 'size', family, i), split, family, hindsight, 1)[0]!
  const pairs = Array.from({ length: evaluated }, (_, i) => ({ alone: one(i, 0), told: one(i, 1) })).filter(
    ({ alone, told }) => alone.response.join() === told.response.join(),
  )
  const logProbabilities = (samples: readonly ScoreRow[]) =>
    responseLogProbs(model, null, samples, 1, rowsAtOnce)
  const [alone, told] = [
    await logProbabilities(pairs.map((pair) => pair.alone)),
    await logProbabilities(pairs.map((pair) => pair.told)),
  ]
  return alone.map((value, i) => ({ alone: value, told: told[i]! }))
}
