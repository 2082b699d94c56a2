/** A stock language model on short problems: what hindsight tells its self-teacher, and what each arm discovers. */
import type { LlamaModel } from '../../src/lm/llama-model.ts'
import type { ScoreRow } from '../../src/lm/model.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { questionOf } from '../../src/problems/prompt.ts'
import { guesser } from '../../src/problems/solved-on.ts'
import { Rng } from '../../src/rng.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { FeedbackPool } from '../lib/feedback-controls.ts'
import { firstSuccesses, firstTable, type Contestant } from '../lib/first-successes.ts'
import { openReal, type Headless } from '../lib/headless.ts'
import { guessedFirsts } from '../lib/guesser.ts'
import { kept } from '../lib/kept.ts'
import { namedOptions, shortProblems } from '../lib/short-problems.ts'
import { progress } from '../lib/progress.ts'
import { nameTold, type Told } from '../lib/told.ts'
import { teacherPrompt } from '../lib/teacher-prompt.ts'
import { responseLogProbs } from '../lib/response-log-probs.ts'
import { lengthOn, questionTokens, untouchedOn } from '../lib/untouched.ts'
import type { Experiment } from './report.ts'
import { realDiscoveryRows } from './rows/real-discovery.ts'
import { readings, teacherRows, type Moved, type Reading } from './rows/real-teacher.ts'

/** Failed attempts a problem is measured on. */
const attemptsPerProblem = 2

interface Failure {
  tokens: number[]
  text: string
  feedback: string
}

export const realTeacher: Experiment = async ({ model: path, threads, config, shorts }) => {
  const lab = await openReal({ path, threads, adapter: config.adapter })
  const problems = shortProblems(shorts)
  const folder = lab.weights.slice(0, 12)
  const failures: Record<string, Failure[]> = {}
  for (const problem of problems) {
    progress(`failed attempts: ${problem.id}`)
    failures[problem.id] = await kept(`${folder}/failures-${problem.id}`, [problem, config], () =>
      failedAttempts(lab, problem, config),
    )
  }
  const failed = problems.filter(({ id }) => failures[id]!.length > 0)
  const moved: Record<string, Moved> = {}
  for (const [i, problem] of failed.entries()) {
    progress(`teacher: ${problem.id}`)
    const foreign = failures[failed[(i + 1) % failed.length]!.id]![0]!.feedback
    moved[problem.id] = await kept(
      `${folder}/moved-${problem.id}`,
      [problem, config, failures[problem.id], foreign],
      () => measure(lab.model, problem, failures[problem.id]!, foreign, config),
    )
  }
  await lab.model.dispose()
  return { rows: teacherRows(moved), moved, config }
}

export const realDiscovery: Experiment = async ({
  model: path,
  threads,
  config,
  shorts,
  arms,
  windows,
  seeds,
  capacity,
  samples,
  told,
  runSettings,
}) => {
  const lab = await openReal({ path, threads, adapter: config.adapter })
  const { tokenizer } = lab.model
  const ownLength = runSettings.some((setting) => setting.startsWith('maxNewTokens='))
  const lengths = new Map(
    shortProblems(shorts).map((problem) => [
      problem,
      ownLength ? config.maxNewTokens : lengthOn(lab, problem, config),
    ]),
  )
  const pool = [...lengths.keys()].filter(
    (problem) => tokenizer.encode(problem.solution).length < lengths.get(problem)!,
  )
  const basePasses: Record<string, number> = {}
  const baseCut: Record<string, number> = {}
  const lent: Record<string, string[]> = {}
  for (const problem of pool) {
    progress(`how hard: ${problem.id}`)
    const own = { ...config, maxNewTokens: lengths.get(problem)! }
    const { temperature, topP, maxNewTokens } = own
    const { passes, cut, answers } = await kept(
      `${lab.weights.slice(0, 12)}/untouched-${problem.id}`,
      [problem, samples, temperature, topP, maxNewTokens],
      () => untouchedOn(lab, problem, own, samples),
    )
    basePasses[problem.id] = passes
    baseCut[problem.id] = cut
    lent[problem.id] = answers.map(({ feedback }) => feedback).filter((words) => words.trim() !== '')
  }
  const hard = pool.filter(({ id }) => basePasses[id] === 0)
  const firstSuccess: Record<string, Record<string, (number | null)[]>> = {}
  const contestants = arms.flatMap((arm): Contestant[] => {
    const own: RunConfig = { ...config, arm, stop: 'first-pass' }
    switch (arm) {
      case 'multi-turn':
        return windows.flatMap((window) =>
          toldIn({ name: `multi-turn, window ${window}`, config: { ...own, window } }, told, lent),
        )
      // Nothing is learned between samples of the frozen model, so they are drawn in one batch.
      case 'best-of-k':
        return [{ name: arm, config: { ...own, attemptsPerStep: Math.min(32, config.budget) } }]
      default:
        return toldIn({ name: arm, config: own }, told, lent)
    }
  })
  for (const contestant of contestants)
    // Attempts of one length are one batch.
    for (const maxNewTokens of new Set(hard.map((problem) => lengths.get(problem)!))) {
      const problems = hard.filter((problem) => lengths.get(problem) === maxNewTokens)
      const own = { ...contestant, config: { ...contestant.config, maxNewTokens } }
      const found = await firstSuccesses({ lab, contestants: [own], problems, seeds, capacity })
      Object.assign((firstSuccess[contestant.name] ??= {}), firstTable(found)[contestant.name])
    }
  // Where the feedback names no options there is nothing to guess among.
  const guessed = hard.filter(({ id }) => namedOptions(id).length > 0)
  if (guessed.length > 0 && contestants.length > 0)
    firstSuccess[guesser] = Object.fromEntries(
      guessed.map(({ id }) => [id, guessedFirsts(id, config.budget)]),
    )
  await lab.model.dispose()
  const tables = { basePasses, samples, baseCut, firstSuccess, budget: config.budget, seeds }
  const attemptTokens = Object.fromEntries(pool.map((problem) => [problem.id, lengths.get(problem)!]))
  return { rows: realDiscoveryRows(tables), ...tables, attemptTokens, config }
}

/** A contestant once for each that is wanted of whose feedback it reads. `pool`: what the judge said of the untouched model's failures. */
function toldIn(contestant: Contestant, wanted: readonly Told[], pool: FeedbackPool): Contestant[] {
  return wanted.map((told) =>
    told === 'own'
      ? contestant
      : {
          ...contestant,
          name: nameTold(contestant.name, told),
          telling: { told, pool, bare: 'Wrong Answer.' },
        },
  )
}

/** Distinct failed attempts of the untouched model, with what the judge says of each. */
async function failedAttempts(
  { model, judge }: Headless,
  problem: Problem,
  { temperature, topP, maxNewTokens }: RunConfig,
): Promise<Failure[]> {
  const prompt = questionTokens(model, problem)
  const samples = await model.sample({
    prompt,
    theta: null,
    rngs: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => Rng.of(0, 'real', problem.id, n)),
    maxNewTokens,
    temperature,
    topP,
  })
  const found = new Map<string, Failure>()
  for (const { tokens } of samples) {
    const text = model.tokenizer.decode(tokens)
    const { verdict } = await judge(problem, text, { pick: () => 0 })
    if (verdict.reward < 1 && found.size < attemptsPerProblem)
      found.set(text, { tokens, text, feedback: verdict.feedback })
  }
  return [...found.values()]
}

async function measure(
  model: LlamaModel,
  problem: Problem & { solution: string },
  failures: readonly Failure[],
  foreign: string,
  config: RunConfig,
): Promise<Moved> {
  const { tokenizer } = model
  const answer = [...tokenizer.encode(problem.solution), tokenizer.endTokenId]
  const teacher = ({ text, feedback }: Failure, reading: Reading) =>
    teacherPrompt(
      tokenizer,
      {
        question: questionOf(problem, tokenizer),
        text,
        feedback: reading === "another problem's feedback" ? foreign : feedback,
        solution: reading === 'a solution' ? problem.solution : undefined,
      },
      config,
    )
  const question = questionTokens(model, problem)
  const logP = (rows: readonly ScoreRow[]) => responseLogProbs(model, null, rows, 1, rows.length)
  const [before, ...student] = await logP([
    { prompt: question, response: answer },
    ...failures.map(({ tokens }) => ({ prompt: question, response: tokens })),
  ])
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
  const byReading: Partial<Moved['byReading']> = {}
  for (const reading of readings) {
    const prompts = failures.map((failure) => teacher(failure, reading))
    const answers = await logP(prompts.map((prompt) => ({ prompt, response: answer })))
    const attempts = await logP(prompts.map((prompt, i) => ({ prompt, response: failures[i]!.tokens })))
    byReading[reading] = {
      answer: mean(answers) - before!,
      attempt: mean(attempts.map((x, i) => x - student[i]!)),
    }
  }
  return { answer: before!, byReading: byReading as Moved['byReading'] }
}
