/**
 * Will it work? What can be measured before any update, against what SDPO then does: how often the untouched student passes,
 * how often it passes when told what was wrong with an attempt, how far those words move its log-probability of a right
 * answer, and how much farther than another problem's words do. A linear law is fitted on problems of the dev split and held
 * against those of the test split. The shifts need a right answer, so that a person with an open problem has the two rates alone.
 */
import type { ScoreRow } from '../../src/lm/model.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { Rng } from '../../src/rng.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { passAt64 } from '../lib/base-samples.ts'
import { failedAttempts, type Failure } from '../lib/failed-attempts.ts'
import { firstSuccesses } from '../lib/first-successes.ts'
import { hardProblems } from '../lib/hard-problems.ts'
import { openHeadless, type Headless } from '../lib/headless.ts'
import { kept } from '../lib/kept.ts'
import { progress } from '../lib/progress.ts'
import { teacherPrompt } from '../lib/teacher-prompt.ts'
import { responseLogProbs } from '../lib/response-log-probs.ts'
import type { Experiment } from './report.ts'
import { lawRows, type LawProblem } from './rows/law.ts'

/** Failed attempts whose feedback is read, a problem. */
const failuresPerProblem = 8
/** Answers to each of them, with its feedback in view. */
const answersPerFailure = 16

export const law: Experiment = async ({
  families,
  problems: count,
  passAt64: below,
  config,
  model: folder,
  threads,
  seeds,
  capacity,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const measured: Record<string, { dev: LawProblem[]; test: LawProblem[] }> = {}
  for (const family of families) {
    const of = async (split: 'dev' | 'test'): Promise<LawProblem[]> => {
      const { hard } = await hardProblems(lab, {
        family,
        split,
        count,
        config,
        accept: (base) => passAt64(base) < below,
      })
      const failures: Failure[][] = []
      for (const { problem } of hard)
        failures.push(await failedAttempts(lab, problem, config, failuresPerProblem))
      const outcomes = await firstSuccesses({
        lab,
        contestants: [{ name: 'sdpo', config: { ...config, arm: 'sdpo', stop: 'first-pass' } }],
        problems: hard.map(({ problem }) => problem),
        seeds,
        capacity,
      })
      const result: LawProblem[] = []
      for (const [i, { problem, base }] of hard.entries()) {
        progress(`${family}, ${split}: before the run, ${i} of ${hard.length} problems`)
        const others = failures.filter((_, j) => j !== i).flat()
        const depends = [lab.weights, problem, failures[i], others, config]
        result.push({
          id: problem.id,
          base,
          ...(await kept(`${lab.weights.slice(0, 12)}/law-${problem.id}`, depends, () =>
            beforeTheRun(lab, problem, failures[i]!, others, config),
          )),
          firsts: outcomes['sdpo']![problem.id]!.map(({ first }) => first),
        })
      }
      return result
    }
    measured[family] = { dev: await of('dev'), test: await of('test') }
  }
  await lab.model.dispose()
  const tables = { measured, budget: config.budget }
  return { rows: lawRows(tables), ...tables, seeds, config }
}

/** Everything of a problem that needs no update. */
async function beforeTheRun(
  { model, judge }: Headless,
  problem: Problem,
  failures: readonly Failure[],
  others: readonly Failure[],
  config: RunConfig,
): Promise<Pick<LawProblem, 'told' | 'ownShift' | 'otherShift'>> {
  const { tokenizer } = model
  const right = [...tokenizer.encode(problem.solution ?? ''), tokenizer.endTokenId]
  const question = problem.statement
  const teacher = (text: string, feedback: string) =>
    teacherPrompt(tokenizer, { question, text, feedback }, config)
  const rng = Rng.of(0, 'law-pairing', problem.id)
  const rows = failures.flatMap(({ text, feedback }): ScoreRow[] => [
    { prompt: teacher(text, feedback), response: right },
    { prompt: teacher(text, rng.pick(others).feedback), response: right },
  ])
  const [alone, ...told] = await responseLogProbs(
    model,
    null,
    [{ prompt: tokenizer.encodeChat([{ role: 'user', content: question }]), response: right }, ...rows],
    config.temperature,
  )
  const shift = (which: 0 | 1) =>
    failures.map((_, i) => Number((told[2 * i + which]! - alone!).toPrecision(5)))
  let passed = 0
  for (const [i, { text, feedback }] of failures.entries()) {
    const answers = await model.sample({
      prompt: teacher(text, feedback),
      theta: null,
      rngs: Array.from({ length: answersPerFailure }, (_, n) => Rng.of(0, 'law-told', problem.id, i, n)),
      maxNewTokens: config.maxNewTokens,
      temperature: config.temperature,
      topP: config.topP,
    })
    for (const { tokens, finish } of answers) {
      const { verdict } = await judge(problem, tokenizer.decode(tokens), { truncated: finish === 'length' })
      if (verdict.reward >= 1) passed++
    }
  }
  return {
    told: { samples: failures.length * answersPerFailure, passed },
    ownShift: shift(0),
    otherShift: shift(1),
  }
}
