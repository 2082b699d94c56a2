/** The self-teacher's log-probabilities of responses that are there, read once a step: a step's picture and its update want the same. */
import { bucket } from '../lm/batch.ts'
import type { LlamaModel } from '../lm/llama-model.ts'
import type { Theta } from '../lm/model.ts'
import { trustRegionProgram } from './graphs/layered.ts'
import type { LearnerConfig, UpdateRow } from './learner.ts'

type TeacherRow = Pick<UpdateRow, 'teacherPrompt' | 'response'>

/** One policy whose teacher reads: a trust region mixes `start` and `student`. */
export interface TaughtPolicy {
  readonly model: LlamaModel
  readonly teacher: Theta
  readonly student: Theta
  readonly start: Theta
  readonly memory: TeacherMemory
}

/** What one policy's teacher has read since its weights last changed. A theta is never written to, so the same array is the same weights. */
export class TeacherMemory {
  private readers: readonly unknown[] = []
  private readonly rows = new Map<string, Float32Array>()

  /** What these readers gave for the rows, if they read all of them. */
  recall(readers: readonly unknown[], rows: readonly TeacherRow[]): Float32Array[] | null {
    if (!same(readers, this.readers)) return null
    const known = rows.flatMap((row) => this.rows.get(keyOf(row)) ?? [])
    return known.length === rows.length ? known : null
  }

  keep(readers: readonly unknown[], rows: readonly TeacherRow[], read: readonly Float32Array[]): void {
    if (!same(readers, this.readers)) this.forget()
    this.readers = readers
    read.forEach((logProbs, i) => this.rows.set(keyOf(rows[i]!), logProbs))
  }

  forget(): void {
    this.rows.clear()
  }
}

const same = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((x, i) => x === b[i])
const keyOf = ({ teacherPrompt, response }: TeacherRow) => `${teacherPrompt.join()}|${response.join()}`

/**
 * Log-probabilities [response length, V] of each policy's rows, of all policies in one run; each has as many rows as the others. What
 * all of them remember is not read again. A model that is run layer by layer remembers its hidden states instead (`LayeredPasses.hidden`).
 */
export async function teacherLogProbs(
  policies: readonly { policy: TaughtPolicy; rows: readonly TeacherRow[] }[],
  { teacher, temperature }: Pick<LearnerConfig, 'teacher' | 'temperature'>,
): Promise<Float32Array[][]> {
  const model = policies[0]?.policy.model
  if (!model) return []
  const readersOf = ({ teacher: own, start, student }: TaughtPolicy) =>
    teacher.kind === 'ema' ? [own, temperature] : [start, student, teacher.mix, temperature]
  const known = policies.map(({ policy, rows }) => policy.memory.recall(readersOf(policy), rows))
  if (known.every((rows) => rows !== null)) return known

  const scores = async (theta: (policy: TaughtPolicy) => Theta) => {
    const scored = await model.scoreMany(
      policies.map(({ policy, rows }) => ({
        theta: theta(policy),
        rows: rows.map(({ teacherPrompt, response }) => ({ prompt: teacherPrompt, response })),
      })),
      temperature,
    )
    return scored.map((rows) => rows.map(({ logProbs }) => logProbs))
  }
  const read =
    teacher.kind === 'ema'
      ? await scores((policy) => policy.teacher)
      : await mixed(
          model,
          await scores((policy) => policy.start),
          await scores((policy) => policy.student),
          teacher.mix,
        )
  if (model.passes.kind === 'whole')
    policies.forEach(({ policy, rows }, i) => policy.memory.keep(readersOf(policy), rows, read[i]!))
  return read
}

/** Floats of one table of a mixture. */
const tableFloats = 4 * 2 ** 20

/** The trust region's mixture of two readings, row by row, so many positions at a time. */
async function mixed(
  model: LlamaModel,
  reference: readonly (readonly Float32Array[])[],
  student: readonly (readonly Float32Array[])[],
  mix: number,
): Promise<Float32Array[][]> {
  const { vocabulary } = model.config
  const program = trustRegionProgram.compile(model.passes.pool)
  const block = Math.max(1, Math.floor(tableFloats / vocabulary))
  const mixedRow = async (from: Float32Array, toward: Float32Array): Promise<Float32Array> => {
    const positions = from.length / vocabulary
    const result = new Float32Array(from.length)
    for (let start = 0; start < positions; start += block) {
      const count = Math.min(block, positions - start)
      const rows = Math.min(block, bucket(count, 8))
      const padded = (all: Float32Array) => {
        const table = new Float32Array(rows * vocabulary)
        table.set(all.subarray(start * vocabulary, (start + count) * vocabulary))
        return table
      }
      const { logProbs } = await program.run(
        { rows, vocabulary },
        { reference: padded(from), student: padded(toward), mix },
      )
      result.set(logProbs.subarray(0, count * vocabulary), start * vocabulary)
    }
    return result
  }
  const all: Float32Array[][] = []
  for (const [policy, rows] of reference.entries()) {
    const own: Float32Array[] = []
    for (const [i, row] of rows.entries()) own.push(await mixedRow(row, student[policy]![i]!))
    all.push(own)
  }
  return all
}
