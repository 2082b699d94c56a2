/**
 * The signed credit of near misses at choice points, by what the teacher was told: the attempt's own feedback, another
 * attempt's at the same problem with another wrong token, other problems' in several random pairings, or a correct solution.
 */
import type { ScoreRow } from '../../src/lm/model.ts'
import { Rng } from '../../src/rng.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { Headless } from './headless.ts'
import type { NearMiss } from './near-misses.ts'
import { progress } from './progress.ts'
import { teacherPrompt } from './teacher-prompt.ts'

/** Nats of student entropy above which a position is a choice; fixed on the dev split. */
export const choiceEntropy = 0.5
/** Random pairings of every attempt with another problem's. */
const pairings = 6
const rowsPerBatch = 24

export type Reading = 'own' | 'solution' | 'same problem' | `other ${number}`

export const otherReadings = Array.from({ length: pairings }, (_, i): Reading => `other ${i}`)
export const readings: readonly Reading[] = ['own', 'solution', 'same problem', ...otherReadings]

/** One choice point. */
export interface Point {
  /** Number of its attempt. */
  attempt: number
  wrong: boolean
  /** Of the student's distribution, nats. */
  entropy: number
  surprisal: number
  /** log p_T - log p_S of the token that was sampled, nats; null where there is no such reading. */
  credit: Record<Reading, number | null>
  /** KL(p_T || p_S), nats. */
  divergence: Record<Reading, number | null>
}

/** The choice points of every problem's near misses. Throws where all are of one problem. */
export async function creditPoints(
  { model }: Headless,
  found: readonly (readonly NearMiss[])[],
  config: RunConfig,
): Promise<Point[][]> {
  const flat = found.flatMap((misses, problem) => misses.map((miss) => ({ miss, problem })))
  if (new Set(flat.map(({ problem }) => problem)).size < 2)
    throw new Error(
      'Credit needs near misses on two problems at least. Ask for more --problems or --samples.',
    )
  const told = toldBy(flat)
  const result: Point[][] = found.map(() => [])
  const score = (rows: readonly ScoreRow[]) => model.score(null, rows, config.temperature)
  for (let start = 0; start < flat.length; start += rowsPerBatch) {
    progress(`credit of ${start} of ${flat.length} attempts`)
    const batch = flat.slice(start, start + rowsPerBatch)
    const student = await score(batch.map(({ miss }) => ({ prompt: miss.prompt, response: miss.tokens })))
    const teachers = new Map<Reading, Awaited<ReturnType<typeof score>>>()
    for (const reading of readings)
      teachers.set(
        reading,
        await score(
          batch.map(({ miss }, i) => ({
            prompt: teacherPrompt(
              model.tokenizer,
              {
                question: miss.problem.statement,
                text: miss.text,
                feedback: told(reading, start + i) ?? miss.feedback,
                solution: reading === 'solution' ? miss.problem.solution : undefined,
              },
              config,
            ),
            response: miss.tokens,
          })),
        ),
      )
    batch.forEach(({ miss, problem }, i) => {
      const row = (scored: { logProbs: Float32Array; vocabulary: number }, t: number) =>
        scored.logProbs.subarray(t * scored.vocabulary, (t + 1) * scored.vocabulary)
      miss.tokens.forEach((token, t) => {
        const p = row(student[i]!, t)
        const entropy = -p.reduce((sum, x) => sum + Math.exp(x) * x, 0)
        if (entropy <= choiceEntropy) return
        const by = (of: (q: Float32Array) => number) =>
          Object.fromEntries(
            readings.map((reading) => [
              reading,
              told(reading, start + i) === null ? null : of(row(teachers.get(reading)![i]!, t)),
            ]),
          ) as Record<Reading, number | null>
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

/** The feedback of each reading; null where no other attempt at the problem has another wrong token. */
function toldBy(flat: readonly { miss: NearMiss; problem: number }[]) {
  const rng = Rng.of(0, 'credit-pairings')
  const draw = (accept: (other: (typeof flat)[number], at: number) => boolean) =>
    flat.map((_, at) => {
      const others = flat.filter((other) => accept(other, at))
      return others.length === 0 ? null : rng.pick(others).miss.feedback
    })
  const others = otherReadings.map(() => draw((other, at) => other.problem !== flat[at]!.problem))
  const same = draw(
    (other, at) => other.problem === flat[at]!.problem && other.miss.wrong !== flat[at]!.miss.wrong,
  )
  return (reading: Reading, at: number): string | null => {
    if (reading === 'own' || reading === 'solution') return flat[at]!.miss.feedback
    if (reading === 'same problem') return same[at]!
    return others[otherReadings.indexOf(reading)]![at]!
  }
}
