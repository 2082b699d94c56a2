/** A foreign file as the panel shows it: its attempts as they are found, and the one that is looked at. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Explanation } from '../../explained-error.ts'
import type { ReaderListener } from '../../interchange/client.ts'
import type { ForeignAttempt } from '../../interchange/foreign.ts'
import type { Progress, TraceRow } from '../../interchange/trace-file.ts'

export interface Traces {
  /** What is known of the whole file so far; null before its first attempt. */
  found: (Omit<Progress, 'rows'> & { rows: readonly TraceRow[] }) | null
  /** All attempts are found. */
  listed: boolean
  refused: Explanation | null
  /** The attempt that is looked at, as soon as it has been read. */
  shown: { n: number; attempt: ForeignAttempt } | null
}

const nothing: Traces = { found: null, listed: false, refused: null, shown: null }

/** What reads files: a worker beside the page, or the page itself where it has none (the player). */
export interface FileReading {
  open(files: readonly File[]): void
  read(n: number): void
  dispose(): void
}

/** `readingOf` is the same from one drawing to the next. `read` asks for an attempt by its place. Of another set of files nothing is left. */
export function useTraces(
  files: readonly File[],
  readingOf: (listener: ReaderListener) => FileReading,
): { traces: Traces; read: (n: number) => void } {
  const [traces, setTraces] = useState(nothing)
  const reader = useRef<FileReading | null>(null)
  useEffect(() => {
    const rows: TraceRow[] = []
    const made = readingOf({
      progress(progress) {
        const first = rows.length === 0
        for (const row of progress.rows) rows.push(row)
        setTraces((before) => ({ ...before, found: { ...progress, rows } }))
        if (first && rows.length > 0) made.read(0)
      },
      listed: () => setTraces((before) => ({ ...before, listed: true })),
      attempt: (n, attempt) =>
        setTraces((before) => ({ ...before, shown: attempt ? { n, attempt } : before.shown })),
      refused: (refused) => setTraces((before) => ({ ...before, refused })),
    })
    reader.current = made
    made.open(files)
    return () => {
      made.dispose()
      setTraces(nothing)
    }
  }, [files, readingOf])
  return { traces, read: useCallback((n: number) => reader.current?.read(n), []) }
}
