/** One file of another program as it is read: its attempts as they are found, and the one that is looked at. */
import type { Explanation } from '../../explained-error.ts'
import type { FileReading, ReaderListener } from '../../interchange/client.ts'
import type { ForeignAttempt } from '../../interchange/foreign.ts'
import type { Mattered, TraceRow } from '../../interchange/tallies.ts'
import type { Progress } from '../../interchange/trace-file.ts'
import type { WrittenAs } from '../../interchange/writing.ts'

export interface Traces {
  files: readonly File[]
  /** What is known of the whole file so far; null before its first attempt. */
  found: (Omit<Progress, 'rows'> & { rows: readonly TraceRow[] }) | null
  /** All attempts are found. */
  listed: boolean
  /** Null where no token has credit, and until all attempts are found. */
  mattered: Mattered | null
  refused: Explanation | null
  /** The attempt that was asked for last, from 0. */
  wanted: number
  /** The attempt that is looked at, as soon as it has been read. */
  shown: { n: number; attempt: ForeignAttempt } | null
}

export interface OpenedTraces {
  /** Before anything is read. */
  readonly traces: Traces
  read(n: number): void
  write(as: WrittenAs): Promise<Blob>
  dispose(): void
}

/** Begins to read; `tell` hears of every change until `dispose`. */
export function openTraces(
  files: readonly File[],
  readerOf: (listener: ReaderListener) => Promise<FileReading>,
  tell: (traces: Traces) => void,
): OpenedTraces {
  const first: Traces = {
    files,
    found: null,
    listed: false,
    mattered: null,
    refused: null,
    wanted: 0,
    shown: null,
  }
  let traces = first
  let over = false
  const rows: TraceRow[] = []
  const writing = new Map<WrittenAs, { resolve(file: Blob): void; reject(error: Error): void }>()
  let allFound = () => {}
  const all = new Promise<void>((resolve) => (allFound = resolve))
  const change = (by: Partial<Traces>) => {
    if (!over) tell((traces = { ...traces, ...by }))
  }
  const reader = readerOf({
    progress(progress) {
      for (const row of progress.rows) rows.push(row)
      change({ found: { ...progress, rows } })
    },
    listed(mattered) {
      allFound()
      change({ listed: true, mattered })
    },
    attempt: (n, attempt) => attempt && change({ shown: { n, attempt } }),
    written: (as, file) => writing.get(as)?.resolve(file),
    refused(refused) {
      for (const each of writing.values()) each.reject(new Error(refused.message))
      change({ refused })
    },
  })
  void reader.then((made) => !over && made.open(files))
  return {
    traces: first,
    read(n) {
      change({ wanted: n })
      void reader.then((made) => made.read(n))
    },
    async write(as) {
      const made = await reader
      // What is written is the whole run.
      await all
      return new Promise<Blob>((resolve, reject) => {
        writing.set(as, { resolve, reject })
        made.write(as)
      })
    },
    dispose() {
      over = true
      void reader.then((made) => made.dispose())
    },
  }
}
