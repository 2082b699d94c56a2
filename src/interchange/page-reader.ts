/** Reads a file of another program in the page itself: where that is one file, there is no worker beside it. */
import { ExplainedError, messageOf } from '../explained-error.ts'
import type { FileReading, ReaderListener } from './client.ts'
import { TraceFile } from './trace-file.ts'
import { writtenAs, type WrittenAs } from './writing.ts'

export class PageReader implements FileReading {
  private file: TraceFile | null = null
  private done = false
  private first = false

  constructor(private readonly listener: ReaderListener) {}

  open([file]: readonly File[]): void {
    if (!file) return
    const opened = new TraceFile(file)
    this.file = opened
    opened
      .list((progress) => {
        this.tell((listener) => listener.progress(progress))
        if (!this.first) this.read(0)
        this.first = true
      })
      .then(() => this.tell((listener) => listener.listed(opened.mattered())), this.refuse)
  }

  read(n: number): void {
    this.file?.read(n).then((attempt) => this.tell((listener) => listener.attempt(n, attempt)), this.refuse)
  }

  write(as: WrittenAs): void {
    if (!this.file) return
    writtenAs(this.file.attempts(), as).then(
      (file) => this.tell((listener) => listener.written(as, file)),
      this.refuse,
    )
  }

  dispose(): void {
    this.done = true
  }

  private readonly refuse = (error: unknown): void =>
    this.tell((listener) =>
      listener.refused(
        error instanceof ExplainedError
          ? error.explanation
          : {
              message: 'The run could not be read.',
              cause: `${messageOf(error)}.`,
              wayOut: 'Write it anew.',
            },
      ),
    )

  private tell(what: (listener: ReaderListener) => void): void {
    if (!this.done) what(this.listener)
  }
}
