/**
 * Credit against the truth: on failed attempts of the untouched model at problems that it passes now and then, the share of
 * continuations of each prefix that pass says what every token changed, and each rule of credit is held against it. The
 * control is SDPO told by another problem's feedback.
 */
import type { ScoreRow } from '../../src/lm/model.ts'
import { Rng } from '../../src/rng.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { rowAt } from '../../src/sdpo/picture.ts'
import { prefixPasses } from '../../src/sdpo/prefix-values.ts'
import { failedAttempts, type Failure } from '../lib/failed-attempts.ts'
import { hardProblems, passedNowAndThen } from '../lib/hard-problems.ts'
import { openHeadless, type Headless } from '../lib/headless.ts'
import { kept } from '../lib/kept.ts'
import { progress } from '../lib/progress.ts'
import { teacherPrompt } from '../lib/teacher-prompt.ts'
import type { Experiment } from './report.ts'
import { truthRows, type MeasuredAttempt } from './rows/truth.ts'

/** Distinct failed attempts a problem. */
const attemptsPerProblem = 4

export const truth: Experiment = async ({
  families,
  split,
  problems: count,
  config,
  model: folder,
  threads,
  samples,
  rates,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const attempts: Record<string, MeasuredAttempt[]> = {}
  for (const family of families) {
    const { hard } = await hardProblems(lab, {
      family,
      split,
      count,
      config,
      ...passedNowAndThen(rates),
    })
    const failures: Failure[] = []
    for (const { problem } of hard)
      failures.push(...(await failedAttempts(lab, problem, config, attemptsPerProblem)))
    attempts[family] = []
    for (const [i, failure] of failures.entries()) {
      progress(`${family}: ${i} of ${failures.length} attempts`)
      const others = failures.filter(({ problem }) => problem.id !== failure.problem.id)
      if (others.length === 0) throw new Error('The control needs failed attempts at two problems at least.')
      const other = Rng.of(0, 'truth-pairing', failure.problem.id, i).pick(others).feedback
      attempts[family].push(
        await kept(
          `${lab.weights.slice(0, 12)}/truth-${failure.problem.id}-${i}`,
          [lab.weights, failure, other, config, samples],
          () => measured(lab, failure, other, config, samples),
        ),
      )
    }
  }
  await lab.model.dispose()
  const tables = { samples, attempts }
  return { rows: truthRows(tables), ...tables, rates, split, config }
}

async function measured(
  { model, judge }: Headless,
  { problem, tokens, text, feedback }: Failure,
  otherFeedback: string,
  config: RunConfig,
  samples: number,
): Promise<MeasuredAttempt> {
  const { tokenizer } = model
  const question = problem.statement
  const teacher = (told: string) => teacherPrompt(tokenizer, { question, text, feedback: told }, config)
  const prompt = tokenizer.encodeChat([{ role: 'user', content: question }])
  const rows: ScoreRow[] = [prompt, teacher(feedback), teacher(otherFeedback)].map((read) => ({
    prompt: read,
    response: tokens,
  }))
  const [student, own, other] = await model.score(null, rows, config.temperature)
  const each = (of: (t: number) => number) => tokens.map((_, t) => Number(of(t).toPrecision(5)))
  const logRatio = (read: typeof own) => (t: number) =>
    rowAt(read!, t)[tokens[t]!]! - rowAt(student!, t)[tokens[t]!]!
  return {
    problem: problem.id,
    passed: await prefixPasses({
      model,
      theta: null,
      prompt,
      tokens,
      passed: false,
      samples,
      rngOf: (length, n) => Rng.of(0, 'truth-values', problem.id, text, length, n),
      maxNewTokens: config.maxNewTokens,
      temperature: config.temperature,
      topP: config.topP,
      passes: async (written, truncated) =>
        (await judge(problem, written, { pick: () => 0, truncated })).verdict.reward >= 1,
    }),
    credit: {
      'SDPO, own feedback': each(logRatio(own)),
      "SDPO, another problem's feedback": each(logRatio(other)),
      'less the divergence': each(
        (t) => -rowAt(own!, t).reduce((sum, q, v) => sum + Math.exp(q) * (q - rowAt(student!, t)[v]!), 0),
      ),
      'less the surprisal': each((t) => rowAt(student!, t)[tokens[t]!]!),
      'less the entropy': each((t) => rowAt(student!, t).reduce((sum, p) => sum + Math.exp(p) * p, 0)),
    },
  }
}
