/**
 * The file of a run that is under way. Events are written as they come, so that what there is of it can be played at any
 * time; beside it lies what the run goes on from (`FILE.resume`), written anew after every step and at an interruption,
 * and gone when the run has ended.
 */
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import { z } from 'zod'
import { ExplainedError, messageOf } from '../src/explained-error.ts'
import { compactor, recordingParts } from '../src/lab/run/recording.ts'
import type { RunEvent } from '../src/sdpo/events.ts'
import { runSnapshotSchema } from '../src/sdpo/run-snapshot.ts'

const vector = z.instanceof(Float32Array<ArrayBufferLike>)
const keptSchema = z.object({
  format: z.literal('sdpo-lab-resume'),
  version: z.literal(1),
  /** What was asked for: problem, settings and weights, as one text. A run goes on with these alone. */
  asked: z.string(),
  /** Bytes of the run's file at that time; what stands behind them is made again. */
  bytes: z.number().int(),
  /** Events in those bytes. */
  events: z.number().int(),
  run: runSnapshotSchema,
  /** After the last whole step; null where nothing trains, or nothing was trained yet. */
  learner: z
    .object({
      student: vector,
      teacher: vector,
      firstMoment: vector,
      secondMoment: vector,
      updates: z.number().int(),
    })
    .nullable(),
})
type Kept = z.infer<typeof keptSchema>
export type Resumable = Pick<Kept, 'run' | 'learner'>

export class RunFile {
  private readonly compact = compactor()
  private events = 0

  private constructor(
    readonly path: string,
    private readonly asked: string,
    /** What the run goes on from; null for a new one. */
    readonly kept: Resumable | null,
  ) {}

  /**
   * A file for a new run, or that of a run that was interrupted, cut to where it goes on.
   * Throws an ExplainedError where another run stands there, unless it is to be overwritten.
   */
  static open(path: string, asked: string, { overwrite }: { overwrite: boolean }): RunFile {
    if (!overwrite && existsSync(resumePath(path))) {
      const { bytes, events, run, learner, ...rest } = readKept(path)
      if (rest.asked !== asked) throw new OtherRun(path)
      if (!existsSync(path) || statSync(path).size < bytes)
        throw new Damaged(path, 'The run\u2019s file is shorter than it was.')
      truncateSync(path, bytes)
      const file = new RunFile(path, asked, { run, learner })
      file.events = events
      return file
    }
    if (!overwrite && existsSync(path))
      throw new ExplainedError(
        `${path} is there already.`,
        'A file that somebody made is not overwritten.',
        'Name another file with --out, or say --force.',
      )
    rmSync(resumePath(path), { force: true })
    writeFileSync(path, recordingParts.head)
    return new RunFile(path, asked, null)
  }

  /** Of progress, which no file has, nothing is written. */
  write(event: RunEvent): void {
    for (const compacted of this.compact(event)) {
      appendFileSync(
        this.path,
        `${this.events++ > 0 ? recordingParts.divider : ''}${JSON.stringify(compacted)}`,
      )
    }
  }

  /** Keeps what the run goes on from, in place of what was kept before. */
  keep({ run, learner }: Resumable): void {
    const kept: Kept = {
      format: 'sdpo-lab-resume',
      version: 1,
      asked: this.asked,
      bytes: statSync(this.path).size,
      events: this.events,
      run,
      learner,
    }
    writeFileSync(`${resumePath(this.path)}.new`, serialize(kept))
    renameSync(`${resumePath(this.path)}.new`, resumePath(this.path))
  }

  /** The run has ended: its file is whole. */
  close(): void {
    appendFileSync(this.path, recordingParts.tail)
    rmSync(resumePath(this.path), { force: true })
  }
}

const resumePath = (path: string) => `${path}.resume`

function readKept(path: string): Kept {
  try {
    return keptSchema.parse(deserialize(readFileSync(resumePath(path))))
  } catch (error) {
    throw new Damaged(path, messageOf(error).split('\n')[0]!.slice(0, 200))
  }
}

class OtherRun extends ExplainedError {
  constructor(path: string) {
    super(
      `${path} holds a run that was interrupted, and it is another one.`,
      'It was started with another problem, other settings or another model.',
      'Give the arguments that it was started with to go on, another --out, or --force to begin anew.',
    )
  }
}

class Damaged extends ExplainedError {
  constructor(path: string, cause: string) {
    super(
      `The run in ${path} cannot go on.`,
      `What it would go on from (${resumePath(path)}) does not fit: ${cause}`,
      'The file itself plays as far as it goes; say --force to begin anew, or name another with --out.',
    )
  }
}
