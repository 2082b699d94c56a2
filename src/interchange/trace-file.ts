/**
 * A file of attempts: listed once, in one pass over the file, and each read again from its place when it is looked at. So a file
 * of any length takes a row's memory an attempt.
 */
import { ForeignError } from './foreign-error.ts'
import type { ForeignAttempt } from './foreign.ts'
import { formatOf, type FormatId } from './formats.ts'
import { joined } from './logprobs.ts'
import { openRecords, type Records } from './open-records.ts'
import { largestRecord, parse } from './records.ts'
import { Tallies, type Has, type Mattered, type TraceRow } from './tallies.ts'
import type { PieceOf } from './verifiers.ts'

export interface Progress {
  format: FormatId
  rows: readonly TraceRow[]
  /** Records that could not be read. */
  skipped: number
  has: Has
  /** More attempts than are listed. */
  cut: boolean
}

const mostRows = 200_000
/** Milliseconds of reading between two reports. */
const reportEvery = 150

export class TraceFile {
  private readonly places: { at: number; to: number; nth: number }[] = []
  private records: Records | null = null
  private format: ReturnType<typeof formatOf> = null
  private readonly tallies = new Tallies()
  private skipped = 0
  /** The attempts of a file that is one value, kept as they were read. */
  private whole: readonly ForeignAttempt[] | null = null

  constructor(
    private readonly file: Blob & { name?: string },
    private readonly pieceOf: PieceOf = null,
    /** The same tokens as another model read them. */
    private readonly teacher: Blob | null = null,
  ) {}

  /** Lists the attempts, telling what is new now and then. Throws a ForeignError where there are none. */
  async list(report: (progress: Progress) => void): Promise<void> {
    let rows: TraceRow[] = []
    let told = performance.now()
    let cut = false
    const tell = () => {
      if (this.format)
        report({ format: this.format.id, rows, skipped: this.skipped, has: { ...this.tallies.has }, cut })
      rows = []
      told = performance.now()
    }
    // Two answers are read whole, so that the second can be laid beside the first.
    if (this.teacher) {
      rows = await this.listWhole()
      return tell()
    }
    this.records = await openRecords(this.file)
    for await (const { value, at, to } of this.records.all()) {
      if (this.format === null && value === undefined) break
      const attempts = this.attemptsOf(value)
      if (attempts.length === 0) this.skipped++
      for (const [nth, attempt] of attempts.entries()) {
        if (this.places.length >= mostRows) {
          cut = true
          break
        }
        this.places.push({ at, to, nth })
        rows.push(this.tallies.add(attempt))
      }
      if (
        this.places.length > 0 &&
        (this.places.length <= attempts.length || performance.now() - told > reportEvery)
      ) {
        tell()
        // Whoever looks at an attempt meanwhile need not wait for the whole file.
        await turn()
      }
      if (cut) break
    }
    if (this.places.length === 0) rows = this.records.rows ? [] : await this.listWhole()
    if (this.places.length === 0 && this.whole === null) throw nothing(this.file)
    tell()
  }

  /** An attempt by its place in the list. */
  async read(n: number): Promise<ForeignAttempt | null> {
    if (this.whole) return this.whole[n] ?? null
    const place = this.places[n]
    if (!place) return null
    return this.attemptsOf(await this.records?.read(place))[place.nth] ?? null
  }

  /** What mattered of the attempts that are listed; null where no token has credit. */
  mattered(): Mattered | null {
    return this.tallies.mattered()
  }

  /** All attempts of the list, one after another. */
  async *attempts(): AsyncGenerator<ForeignAttempt> {
    const listed = this.whole?.length ?? this.places.length
    for (let n = 0; n < listed; n++) {
      const attempt = await this.read(n)
      if (attempt) yield attempt
    }
  }

  /** A file that is one value, over several lines or with several attempts in it. */
  private async listWhole(): Promise<TraceRow[]> {
    if (this.file.size > largestRecord) throw nothing(this.file)
    const value = parse(await this.file.text())
    const attempts = (Array.isArray(value) ? value : [value]).flatMap((each) => this.attemptsOf(each))
    if (attempts.length === 0) throw nothing(this.file)
    this.skipped = 0
    this.whole = this.teacher ? await withTeacher(attempts, this.teacher) : attempts
    return this.whole.map((attempt) => this.tallies.add(attempt))
  }

  private attemptsOf(value: unknown): ForeignAttempt[] {
    this.format ??= formatOf(value)
    return this.format?.read(value, this.pieceOf) ?? []
  }
}

const turn = () => new Promise((resolve) => setTimeout(resolve))

async function withTeacher(attempts: readonly ForeignAttempt[], file: Blob): Promise<ForeignAttempt[]> {
  const value = file.size > largestRecord ? undefined : parse(await file.text())
  const format = formatOf(value)
  const read = format?.id === 'logprobs' || format?.id === 'prompt-logprobs' ? format.read(value, null) : []
  return attempts.map((attempt, i) => {
    const teacher = read[i]
    if (!teacher)
      throw new ForeignError(
        'The second file is no answer with log-probabilities of the same tokens.',
        'Two files are read as what a student and what a teacher gave the same tokens.',
        'Drop one file alone, or two answers of a server to the same text.',
      )
    const both = joined(attempt, teacher)
    if ('attempt' in both) return both.attempt
    throw new ForeignError(
      `The two files do not tell the same tokens: they differ from token ${both.differ} on.`,
      'Both readers are compared token by token, so the tokens have to be the same.',
      'Let the teacher score the student\u2019s own tokens.',
    )
  })
}

function nothing({ name }: { name?: string }): ForeignError {
  return new ForeignError(
    `${name ?? 'This file'} is no run that can be read here.`,
    'It is neither a run of SDPO Lab nor lines of verifiers, prime-rl, verl, completions of TRL, a rollout of opd-viz, a server\u2019s log-probabilities or the trace lines of docs/INTERCHANGE.md.',
    'Export it as one of these; docs/INTERCHANGE.md says what each holds.',
  )
}
