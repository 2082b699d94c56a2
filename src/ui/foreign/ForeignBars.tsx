/** The readers of one foreign token, as paired bars: the token first, then what else was written down, the likeliest first. */
import type { ForeignToken } from '../../interchange/foreign.ts'
import { atStart, type Readers } from '../../interchange/readers.ts'
import type { ReadBar } from '../../lab/reading/credit.ts'
import { BarLegend, PairedBars } from '../attempt/PairedBars.tsx'

export function ForeignBars({
  token,
  readers,
  limit = 6,
}: {
  token: ForeignToken
  readers: Readers
  limit?: number
}) {
  const { texts, rows } = barsOf(token, limit)
  const alone = rows.every(({ teacher }) => teacher === null)
  const names = { student: atStart(readers.writer), teacher: alone ? null : atStart(readers.second) }
  return (
    <div className="foreign-bars">
      <BarLegend after={false} readers={names} />
      <PairedBars
        rows={rows}
        pieceOf={(id) => texts[id] ?? ''}
        showAfter={false}
        readers={names}
        othersLabel="all others"
      />
    </div>
  )
}

/** Ids are places in `texts`. */
function barsOf(token: ForeignToken, limit: number): { texts: string[]; rows: ReadBar[] } {
  const likelier = ({ student, teacher }: Pick<ForeignToken, 'student' | 'teacher'>) =>
    Math.max(student ?? -Infinity, teacher ?? -Infinity)
  const shown = [token, ...[...token.others].sort((a, b) => likelier(b) - likelier(a))].slice(0, limit)
  const p = (logProb: number | null) => (logProb === null ? null : Math.min(1, Math.exp(logProb)))
  const rows = shown.map(({ student, teacher }, id) => ({
    id,
    student: p(student),
    teacher: p(teacher),
    after: null,
    sampled: id === 0,
  }))
  // Of a reader who was not asked of the token itself nothing is known of the others together.
  const rest = (of: 'student' | 'teacher') =>
    rows[0]![of] === null ? null : Math.max(0, 1 - rows.reduce((sum, row) => sum + (row[of] ?? 0), 0))
  return {
    texts: shown.map(({ text }) => text),
    rows: [
      ...rows,
      { id: null, student: rest('student'), teacher: rest('teacher'), after: null, sampled: false },
    ],
  }
}
