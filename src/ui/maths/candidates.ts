/** A position's two distributions as rows of paired bars, the rest of the mass last. */
import type { Position } from '../../sdpo/events.ts'

export interface BarRow {
  /** Token id; null: all other tokens. */
  id: number | null
  sampled: boolean
  /** Probabilities. */
  student: number
  teacher: number
  /** The student after the update; null while unknown. */
  after: number | null
}

const mass = (logs: readonly number[]) => logs.reduce((sum, log) => sum + Math.exp(log), 0)

/** At most `most` candidates; those beyond are counted among "all other tokens". */
export function barRows(position: Position, after: readonly number[] | null, most = 6): BarRow[] {
  const rows: BarRow[] = position.ids.slice(0, most).map((id, i) => ({
    id,
    sampled: i === 0,
    student: Math.exp(position.student[i]!),
    teacher: Math.exp(position.teacher[i]!),
    after: after ? Math.exp(after[i]!) : null,
  }))
  const shown = rows.length
  rows.push({
    id: null,
    sampled: false,
    student: Math.max(0, 1 - mass(position.student.slice(0, shown))),
    teacher: Math.max(0, 1 - mass(position.teacher.slice(0, shown))),
    after: after ? Math.max(0, 1 - mass(after.slice(0, shown))) : null,
  })
  return rows
}

/** Right end of the shared probability axis: the next fifth above the longest bar. */
export function axisEnd(rows: readonly BarRow[]): number {
  const longest = Math.max(...rows.flatMap((row) => [row.student, row.teacher, row.after ?? 0]))
  return Math.min(1, Math.max(0.2, Math.ceil(longest * 5 - 1e-9) / 5))
}

/** Candidate index the teacher holds most likely. */
export function teacherChoice(position: Position): number {
  return position.teacher.reduce((best, log, i) => (log > position.teacher[best]! ? i : best), 0)
}
export function studentChoice(position: Position): number {
  return position.student.reduce((best, log, i) => (log > position.student[best]! ? i : best), 0)
}
