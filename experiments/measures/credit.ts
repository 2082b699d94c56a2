/**
 * Does the signed credit log p_T - log p_S point at the wrong token? On failed attempts of the untouched model that one
 * other token turns into a pass, at choice points (where the student was unsure), beside what looks like credit and is not:
 * the same with another problem's feedback, the student's entropy, the token's surprisal, the raw divergence; and the
 * credit that a shown solution gives. Any word of failure makes a teacher doubt habits, so another problem's feedback finds
 * something too; what this feedback says of this attempt is the difference between the two teachers, and the control of
 * that, which must fall to .5, is the difference between two teachers that both read another problem's feedback.
 */
import type { ScoreRow } from '../../src/lm/model.ts'
import { sampleCounts } from '../../src/lm/sample-tree.ts'
import type { Problem } from '../../src/problems/problem.ts'
import type { FamilyName } from '../train-tiny/tickets/family.ts'
import { Rng } from '../../src/rng.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { buildReprompts, piecesText, repromptOptions } from '../../src/sdpo/reprompt.ts'
import { drawnProblems } from '../lib/drawn-problems.ts'
import { openHeadless, type Headless } from '../lib/headless.ts'
import { kept } from '../lib/kept.ts'
import { areaUnderCurve, bootstrapped } from '../lib/statistics.ts'
import { progress } from '../lib/progress.ts'
import type { Experiment, Row } from './report.ts'

/** Nats of student entropy above which a position is a choice; fixed on the dev split. */
const choiceEntropy = 0.5
const attemptsPerProblem = 6
const rowsPerBatch = 24

const readings = [
  'own feedback',
  "another problem's feedback",
  "a third problem's feedback",
  'a correct solution',
] as const
type Reading = (typeof readings)[number]

interface NearMiss {
  problem: Problem
  prompt: number[]
  tokens: number[]
  text: string
  wrong: number
  feedback: string
}

/** One choice point. */
interface Point {
  /** Number of its attempt. */
  attempt: number
  wrong: boolean
  entropy: number
  surprisal: number
  /** log p_T - log p_S of the token that was sampled, and KL(p_T || p_S), by what the teacher read. */
  credit: Record<Reading, number>
  divergence: Record<Reading, number>
}

const bars: Record<FamilyName, number> = { lists: 0.65, records: 0.85 }

export const credit: Experiment = async ({
  families,
  split,
  problems: count,
  config,
  model: folder,
  threads,
  samples,
}) => {
  const lab = openHeadless({ folder, threads, adapter: config.adapter })
  const rows: Row[] = []
  const points: Record<string, Point[][]> = {}
  for (const family of families) {
    const found: NearMiss[][] = []
    for (const problem of drawnProblems(family, split)) {
      if (found.length === count) break
      progress(`${family}: near misses on ${found.length} of ${count} problems`)
      const misses = await kept(
        `${lab.weights.slice(0, 12)}/misses-${problem.id}`,
        [lab.weights, problem, config.maxNewTokens, config.temperature, samples],
        () => nearMisses(lab, problem, config, samples),
      )
      if (misses.length > 0) found.push(misses)
    }
    const byProblem = await measure(lab, found, config)
    points[family] = byProblem
    const attempts = found.flat().length
    const atChoices = byProblem.flat().filter(({ wrong }) => wrong).length
    rows.push(
      { name: `${family}: problems`, value: found.length },
      { name: `${family}: failed attempts one token from a pass`, value: attempts },
      { name: `${family}: of them with the wrong token at a choice point`, value: atChoices },
    )
    const auc = (of: (point: Point) => number) =>
      bootstrapped(byProblem, (items) =>
        areaUnderCurve(items.flat().map((point) => ({ score: of(point), positive: point.wrong }))),
      )
    const own = auc(({ credit: c }) => -c['own feedback'])
    rows.push({
      name: `${family}: signed credit, own feedback, AUC`,
      ...own,
      bar: `at least ${bars[family]}`,
      holds: own.value >= bars[family],
    })
    const other = auc(({ credit: c }) => -c["another problem's feedback"])
    rows.push({
      name: `${family}: signed credit, another problem's feedback, AUC`,
      ...other,
      bar: '.5 within the interval',
      holds: other.low <= 0.5 && other.high >= 0.5,
    })
    const gap = bootstrapped(byProblem, (items) => {
      const flat = items.flat()
      const of = (reading: Reading) =>
        areaUnderCurve(flat.map(({ credit: c, wrong }) => ({ score: -c[reading], positive: wrong })))
      return of('own feedback') - of("another problem's feedback")
    })
    rows.push({
      name: `${family}: signed credit, AUC with its own feedback less another problem's`,
      ...gap,
      bar: 'above 0 within its interval',
      holds: gap.low > 0,
    })
    const within = (of: (point: Point) => number) =>
      bootstrapped(byProblem, (items) => aucWithinAttempts(items.flat(), of))
    const specific = (a: Reading, b: Reading) => auc(({ credit: c }) => c[b] - c[a])
    const control = specific("another problem's feedback", "a third problem's feedback")
    rows.push(
      {
        name: `${family}: own teacher against another problem's, AUC`,
        ...specific('own feedback', "another problem's feedback"),
      },
      {
        name: `${family}: another problem's teacher against a third's, AUC`,
        ...control,
        bar: '.5 within the interval',
        holds: control.low <= 0.5 && control.high >= 0.5,
      },
      {
        name: `${family}: signed credit, own feedback, AUC within attempts`,
        ...within(({ credit: c }) => -c['own feedback']),
      },
      {
        name: `${family}: signed credit, another problem's feedback, AUC within attempts`,
        ...within(({ credit: c }) => -c["another problem's feedback"]),
      },
    )
    rows.push(
      {
        name: `${family}: signed credit, a correct solution, AUC`,
        ...auc(({ credit: c }) => -c['a correct solution']),
      },
      { name: `${family}: student entropy, AUC`, ...auc(({ entropy }) => entropy) },
      { name: `${family}: surprisal, AUC`, ...auc(({ surprisal }) => surprisal) },
      {
        name: `${family}: raw divergence, own feedback, AUC`,
        ...auc(({ divergence }) => divergence['own feedback']),
      },
      {
        name: `${family}: raw divergence, another problem's feedback, AUC`,
        ...auc(({ divergence }) => divergence["another problem's feedback"]),
      },
      { name: `${family}: GRPO (one number an attempt), AUC`, ...auc(() => 0) },
    )
  }
  await lab.model.dispose()
  return { rows, choiceEntropy, split, points: compact(points), config }
}

/** Mean over the attempts with right and wrong choice points of the share of right ones that score below the wrong one. */
function aucWithinAttempts(points: readonly Point[], of: (point: Point) => number): number {
  const byAttempt = new Map<number, Point[]>()
  for (const point of points) byAttempt.set(point.attempt, [...(byAttempt.get(point.attempt) ?? []), point])
  const areas = [...byAttempt.values()]
    .filter((own) => own.some(({ wrong }) => wrong) && own.some(({ wrong }) => !wrong))
    .map((own) => areaUnderCurve(own.map((point) => ({ score: of(point), positive: point.wrong }))))
  return areas.reduce((sum, area) => sum + area, 0) / areas.length
}

/** Failed samples that differ from the solution in one token, as often as the model writes them, each told by a random failing test. */
async function nearMisses(
  { model, judge }: Headless,
  problem: Problem,
  { maxNewTokens, temperature }: RunConfig,
  samples: number,
): Promise<NearMiss[]> {
  const rng = Rng.of(0, 'credit', problem.id)
  const prompt = model.tokenizer.encodeChat([{ role: 'user', content: problem.statement }])
  const truth = [...model.tokenizer.encode(problem.solution!), model.tokenizer.endTokenId]
  const counts = await sampleCounts(model, { prompt, count: samples, rng, maxNewTokens, temperature })
  const near = counts
    .map(({ tokens, count }) => ({
      tokens,
      count,
      wrong:
        tokens.length === truth.length ? truth.flatMap((token, t) => (token === tokens[t] ? [] : [t])) : [],
    }))
    .filter(({ wrong }) => wrong.length === 1)
  const total = near.reduce((sum, { count }) => sum + count, 0)
  const misses: NearMiss[] = []
  for (let i = 0; i < Math.min(attemptsPerProblem, total); i++) {
    let rest = rng.below(total)
    const { tokens, wrong } = near.find(({ count }) => (rest -= count) < 0)!
    const text = model.tokenizer.decode(tokens)
    const { verdict } = await judge(problem, text, { pick: (n) => rng.below(n) })
    if (verdict.reward < 1 && verdict.feedback.trim())
      misses.push({ problem, prompt, tokens, text, wrong: wrong[0]!, feedback: verdict.feedback })
  }
  return misses
}

/** The choice points of every problem's near misses. */
async function measure(
  { model }: Headless,
  found: readonly NearMiss[][],
  config: RunConfig,
): Promise<Point[][]> {
  const flat = found.flatMap((misses, problem) => misses.map((miss) => ({ miss, problem })))
  const result: Point[][] = found.map(() => [])
  const score = (rows: readonly ScoreRow[]) => model.score(null, rows, config.temperature)
  for (let start = 0; start < flat.length; start += rowsPerBatch) {
    progress(`credit of ${start} of ${flat.length} attempts`)
    const batch = flat.slice(start, start + rowsPerBatch)
    const student = await score(batch.map(({ miss }) => ({ prompt: miss.prompt, response: miss.tokens })))
    const teachers = {} as Record<Reading, Awaited<ReturnType<typeof score>>>
    for (const reading of readings) {
      teachers[reading] = await score(
        batch.map(({ miss, problem }, i) => ({
          prompt: teacherPrompt(
            model.tokenizer,
            miss,
            feedbackRead(reading, flat, start + i, problem),
            reading,
            config,
          ),
          response: miss.tokens,
        })),
      )
    }
    batch.forEach(({ miss, problem }, i) => {
      const row = (scored: { logProbs: Float32Array; vocabulary: number }, t: number) =>
        scored.logProbs.subarray(t * scored.vocabulary, (t + 1) * scored.vocabulary)
      miss.tokens.forEach((token, t) => {
        const p = row(student[i]!, t)
        const entropy = -p.reduce((sum, x) => sum + Math.exp(x) * x, 0)
        if (entropy <= choiceEntropy) return
        const by = (of: (q: Float32Array) => number) =>
          Object.fromEntries(
            readings.map((reading) => [reading, of(row(teachers[reading][i]!, t))]),
          ) as Record<Reading, number>
        result[problem]!.push({
          attempt: start + i,
          wrong: t === miss.wrong,
          entropy,
          surprisal: -p[token]!,
          credit: by((q) => q[token]! - p[token]!),
          divergence: by((q) => q.reduce((sum, x, v) => sum + Math.exp(x) * (x - p[v]!), 0)),
        })
      })
    })
  }
  return result
}

/** What the teacher is told: the attempt's own feedback, or that of the next attempts that are another problem's and a third's. */
function feedbackRead(
  reading: Reading,
  flat: readonly { miss: NearMiss; problem: number }[],
  at: number,
  problem: number,
): string {
  const own = flat[at]!.miss.feedback
  if (reading === 'own feedback' || reading === 'a correct solution') return own
  const others: { problem: number; feedback: string }[] = []
  for (let i = 1; i < flat.length && others.length < 2; i++) {
    const other = flat[(at + i) % flat.length]!
    if (other.problem !== problem && other.problem !== others[0]?.problem)
      others.push({ problem: other.problem, feedback: other.miss.feedback })
  }
  if (others.length < 2)
    throw new Error(
      'Credit needs near misses on three problems at least. Ask for more --problems or --samples.',
    )
  return others[reading === "another problem's feedback" ? 0 : 1]!.feedback
}

function teacherPrompt(
  tokenizer: Headless['model']['tokenizer'],
  { problem, text }: NearMiss,
  feedback: string,
  reading: Reading,
  config: RunConfig,
): number[] {
  const attempt = { group: problem.id, prompt: problem.statement, response: text, score: 0, feedback }
  const solution = { ...attempt, response: problem.solution!, score: 1, feedback: null }
  const { reprompts } = buildReprompts(
    reading === 'a correct solution' ? [attempt, solution] : [attempt],
    repromptOptions(config.reprompt),
  )
  return tokenizer.encodeChat([{ role: 'user', content: piecesText(reprompts[0]!.pieces) }])
}

/** What a chart needs, problem by problem: [1 where wrong, entropy, signed credit with the own feedback, with another problem's], three digits each. */
function compact(points: Record<string, Point[][]>): Record<string, number[][][]> {
  const short = (x: number) => Number(x.toPrecision(3))
  const one = ({ wrong, entropy, credit: c }: Point) => [
    wrong ? 1 : 0,
    short(entropy),
    short(c['own feedback']),
    short(c["another problem's feedback"]),
  ]
  return Object.fromEntries(
    Object.entries(points).map(([family, problems]) => [family, problems.map((own) => own.map(one))]),
  )
}
