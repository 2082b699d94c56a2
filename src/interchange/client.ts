/** The reader of foreign files, in its worker, as the page sees it. */
import type { Explanation } from '../explained-error.ts'
import type { ForeignAttempt } from './foreign.ts'
import type { ReaderReply, ReaderRequest } from './protocol.ts'
import type { Mattered } from './tallies.ts'
import type { Progress } from './trace-file.ts'
import type { WrittenAs } from './writing.ts'

export interface ReaderListener {
  progress(progress: Progress): void
  /** All attempts are found; null where no token has credit. */
  listed(mattered: Mattered | null): void
  attempt(n: number, attempt: ForeignAttempt | null): void
  written(as: WrittenAs, file: Blob): void
  refused(explanation: Explanation): void
}

/** What reads files: a worker beside the page, or the page itself where it has none (the player). */
export interface FileReading {
  /** Tells of the first attempt unasked, as soon as it is found. */
  open(files: readonly File[]): void
  /** Of many asked for while one is read, the last alone. */
  read(n: number): void
  write(as: WrittenAs): void
  dispose(): void
}

export class TraceReader implements FileReading {
  private readonly worker: Worker
  /** What is being read, and what is wanted after it: of many asked for while one is read, the last alone. */
  private reading: number | null = null
  private wanted: number | null = null

  constructor(listener: ReaderListener) {
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    this.worker.addEventListener('message', ({ data }: MessageEvent<ReaderReply>) => {
      switch (data.type) {
        case 'progress':
          return listener.progress(data.progress)
        case 'listed':
          return listener.listed(data.mattered)
        case 'attempt':
          this.reading = null
          listener.attempt(data.n, data.attempt)
          if (this.wanted !== null) this.read(this.wanted)
          return
        case 'written':
          return listener.written(data.as, data.file)
        case 'refused':
          return listener.refused(data.explanation)
        default:
          data satisfies never
      }
    })
    this.worker.addEventListener('error', () =>
      listener.refused({
        message: 'The file could not be read.',
        cause: 'What reads it ended by itself.',
        wayOut: 'Open it again.',
      }),
    )
  }

  /** The file with the attempts is the first that is no tokenizer; a second of them is another model\u2019s reading of the same tokens. */
  open(files: readonly File[]): void {
    const isTokenizer = ({ name }: File) => /tokenizer[^/]*\.json$/i.test(name)
    const [file, teacher] = files.filter((each) => !isTokenizer(each))
    if (!file) return
    this.post({ type: 'open', file, teacher: teacher ?? null, tokenizer: files.find(isTokenizer) ?? null })
  }

  read(n: number): void {
    if (this.reading !== null) {
      this.wanted = n
      return
    }
    this.wanted = null
    this.reading = n
    this.post({ type: 'read', n })
  }

  write(as: WrittenAs): void {
    this.post({ type: 'write', as })
  }

  dispose(): void {
    this.worker.terminate()
  }

  private post(request: ReaderRequest): void {
    this.worker.postMessage(request)
  }
}
