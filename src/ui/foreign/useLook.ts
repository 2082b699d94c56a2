/** How an attempt of a foreign run is looked at: by whose numbers, by which of them, and at which token. */
import { useMemo, useState } from 'react'
import type { ForeignAttempt } from '../../interchange/foreign.ts'
import { opinionsOf } from '../../interchange/opinion.ts'
import { readersOf, type Readers } from '../../interchange/readers.ts'
import type { FormatId } from '../../interchange/formats.ts'
import type { Rereading } from '../../lab/control/foreign-runs.ts'
import { largestAt, measures, valueOf, type Measure } from './measures.ts'

/** Whose numbers are shown: those of the file, or what the loaded model makes of the attempt. */
interface Source {
  id: 'file' | 'against-writer' | 'after-feedback'
  name: string
  attempt: ForeignAttempt
  readers: Readers
}

/** Tokens before one that is gone to. */
const lead = 40

export interface Look extends Source {
  /** The attempt's place in the list. */
  n: number
  sources: readonly Source[]
  setSource: (id: Source['id']) => void
  /** Those that the attempt has values of. */
  has: readonly Measure[]
  measure: Measure
  setMeasure: (measure: Measure) => void
  values: readonly (number | null)[]
  /** The first token that is drawn, and the one that is pinned. */
  from: number
  pinned: number | null
  setFrom: (from: number) => void
  setPinned: (token: number) => void
  /** Another attempt of the list, as soon as it is in view, by the file's numbers and at a token. */
  goTo: (n: number, token: number) => void
}

/** `given`: the attempt in view, by its place in the list. */
export function useLook(
  given: { n: number; attempt: ForeignAttempt },
  format: FormatId,
  rereading: Rereading | null,
): Look {
  const { n, attempt } = given
  const sources = useMemo((): Source[] => {
    const file: Source = { id: 'file', name: 'In the file', attempt, readers: readersOf(format) }
    if (rereading?.phase !== 'read' || rereading.attempt !== attempt) return [file]
    const opinions = opinionsOf(attempt, rereading.reading)
    return [file, ...opinions.map(({ kind, ...opinion }): Source => ({ id: kind, ...opinion }))]
  }, [attempt, format, rereading])
  const [wanted, setSource] = useState<Source['id']>('file')
  const source = sources.find(({ id }) => id === wanted) ?? sources[0]!
  const { tokens } = source.attempt
  const has = useMemo(
    () => measures.filter((measure) => tokens.some((token) => valueOf(token, measure) !== null)),
    [tokens],
  )
  const [chosen, setMeasure] = useState<Measure | null>(null)
  const measure = chosen && has.includes(chosen) ? chosen : (has[0] ?? 'surprise')
  const values = useMemo(() => tokens.map((token) => valueOf(token, measure)), [tokens, measure])
  // What is looked at is this attempt's own: another begins at its start, with its largest number.
  const key = `${n} ${source.id}`
  const [looked, setLooked] = useState<{ key: string; from: number; pinned: number | null } | null>(null)
  const { from, pinned } = useMemo(
    () => (looked?.key === key ? looked : { from: 0, pinned: largestAt(values) }),
    [looked, key, values],
  )
  // The same as long as nothing of it changes: a slider on its way draws each attempt once.
  return useMemo(
    () => ({
      ...source,
      n,
      sources,
      setSource,
      has,
      measure,
      setMeasure,
      values,
      from,
      pinned,
      setFrom: (to) => setLooked({ key, from: to, pinned }),
      setPinned: (token) => setLooked({ key, from, pinned: token }),
      goTo(to, token) {
        setSource('file')
        setLooked({ key: `${to} file`, from: Math.max(0, token - lead), pinned: token })
      },
    }),
    [source, n, sources, has, measure, values, from, pinned, key],
  )
}
