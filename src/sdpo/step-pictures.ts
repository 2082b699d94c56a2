/**
 * The pictures of a step: what student and self-teacher make of every token of its attempts. Where the model can tell two
 * readers apart without whole rows of log-probabilities, as on a graphics device, only what a picture shows is read;
 * else full rows are, in batches that fit in memory.
 */
import type { AskedRow, Scored, ScoreRow, Theta } from '../lm/model.ts'
import { divergenceSpec } from './divergence.ts'
import type { Position } from './events.ts'
import type { UpdateRow } from './learner.ts'
import { meanEntropy, onCandidates, pictureTopK, positionOf, positionsOf, rounded, rowAt } from './picture.ts'
import type { Scorer } from './scorer.ts'

/** An attempt to read: `prompt` stands before its tokens for the student, `teacherPrompt` for the teacher. */
export type PicturedRow = Pick<UpdateRow, 'prompt' | 'teacherPrompt' | 'response'>

export interface PictureRequest {
  /** Who reads the reprompts: the regularised teacher, the student itself, or nobody. */
  teacher: 'learner' | 'student' | 'nobody'
  /** Whose log-probabilities of the tokens are asked for beside: the student's as they are, or those of other weights. */
  base: 'student' | { theta: Theta }
}

/** One attempt as both read it. */
export interface AttemptPicture {
  /** None where nobody reads the reprompts. */
  positions: Position[]
  /** Mean entropy of the student over the attempt's tokens, nats. */
  entropy: number
  /** The base's log-probability of every token, nats. */
  base: number[]
}

/** Pictures of attempts, in their order. */
export function stepPictures(
  readers: Scorer,
  rows: readonly PicturedRow[],
  request: PictureRequest,
): AsyncGenerator<AttemptPicture> {
  return inBatches(
    readers,
    rows,
    (batch) => compared(readers, batch, request),
    (batch) => fromRows(readers, batch, request),
  )
}

/** Student and teacher at every token of one response. */
export async function readBoth(
  readers: Scorer,
  row: PicturedRow,
  teacher: 'learner' | 'student',
): Promise<Position[]> {
  const [picture] = await gathered(stepPictures(readers, [row], { teacher, base: 'student' }))
  return picture!.positions
}

/** Log-probabilities at ids of every position under any weights, by row, position and id: rounded as a picture's. */
export async function logProbsAt(
  readers: Scorer,
  theta: Theta,
  rows: readonly AskedRow[],
): Promise<number[][][]> {
  const { temperature } = readers.learnerConfig
  const read = inBatches(
    readers,
    rows,
    async (batch) => {
      const read = await readers.model.logProbsAt?.(theta, batch, temperature)
      return read?.map((row) => row.map((position) => position.map(rounded))) ?? null
    },
    async (batch) => {
      const scores = await readers.score(theta, batch)
      return batch.map(({ ids }, i) => onCandidates(ids, scores[i]!))
    },
  )
  return gathered(read)
}

async function gathered<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** All rows at once where that can be done without full rows, else batch by batch. */
async function* inBatches<T extends Pick<ScoreRow, 'response'>, R>(
  readers: Scorer,
  rows: readonly T[],
  without: (rows: readonly T[]) => Promise<R[] | null>,
  withRows: (rows: readonly T[]) => Promise<R[]>,
): AsyncGenerator<R> {
  if (rows.length === 0) return
  const all = await without(rows)
  if (all) yield* all
  else for (const batch of readers.batches(rows)) yield* (await without(batch)) ?? (await withRows(batch))
}

/** Of what the model itself tells apart; null where it does not, or where the divergence or the teacher wants more. */
async function compared(
  readers: Scorer,
  rows: readonly PicturedRow[],
  request: PictureRequest,
): Promise<AttemptPicture[] | null> {
  const { model, learner, studentTheta, learnerConfig } = readers
  const { loss, teacher: regularised, temperature } = learnerConfig
  const spec = divergenceSpec(loss.distillation)
  const wanted = request.teacher !== 'nobody'
  if (!model.compare || !model.logProbsAt || (wanted && spec.topK !== null)) return null
  if (request.teacher === 'learner' && regularised.kind !== 'ema') return null
  const student = { theta: studentTheta, rows }
  const reprompted = rows.map(({ teacherPrompt, response }) => ({ prompt: teacherPrompt, response }))
  const teacher = {
    theta: request.teacher === 'learner' ? learner!.teacher : studentTheta,
    rows: wanted ? reprompted : rows,
  }
  const { alpha } = spec
  const both = await model.compare({ student, teacher, temperature, alpha, k: pictureTopK })
  if (!both) return null
  const base =
    request.base === 'student'
      ? both.map((row) => row.map(({ student: [own] }) => [own!]))
      : await model.logProbsAt(
          request.base.theta,
          rows.map((row) => ({ ...row, ids: row.response.map((token) => [token]) })),
          temperature,
        )
  return (
    base &&
    both.map((row, i) => ({
      positions: wanted ? row.map(positionOf) : [],
      entropy: row.reduce((sum, { studentEntropy }) => sum + studentEntropy, 0) / row.length,
      base: base[i]!.map(([own]) => own!),
    }))
  )
}

/** Of full rows of log-probabilities. */
async function fromRows(
  readers: Scorer,
  rows: readonly PicturedRow[],
  request: PictureRequest,
): Promise<AttemptPicture[]> {
  const student = await readers.score(readers.studentTheta, rows)
  const base = request.base === 'student' ? student : await readers.score(request.base.theta, rows)
  const teacher = await teacherScores(readers, rows, request.teacher)
  const spec = divergenceSpec(readers.learnerConfig.loss.distillation)
  return rows.map(({ response }, i) => ({
    positions: teacher ? positionsOf(response, student[i]!, teacher[i]!, spec) : [],
    entropy: meanEntropy([student[i]!]),
    base: response.map((token, t) => rowAt(base[i]!, t)[token]!),
  }))
}

function teacherScores(
  readers: Scorer,
  rows: readonly PicturedRow[],
  teacher: PictureRequest['teacher'],
): Promise<Scored[]> | null {
  switch (teacher) {
    case 'learner':
      return readers.teacherScores(rows)
    case 'student':
      return readers.score(
        readers.studentTheta,
        rows.map(({ teacherPrompt, response }) => ({ prompt: teacherPrompt, response })),
      )
    case 'nobody':
      return null
    default:
      return teacher satisfies never
  }
}
