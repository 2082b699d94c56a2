/** Attempts over steps as a picture of few cells: a long run's steps, and many attempts of one, share cells. */
import { mean } from '../../interchange/mean.ts'
import { measured, type RowMeasure, type StepColumn } from '../../interchange/steps-of.ts'
import type { TraceRow } from '../../interchange/tallies.ts'

export interface Cell {
  column: number
  row: number
  /** Places in the list, in its order. */
  attempts: readonly number[]
  value: number | null
}

export interface StepsMapLayout {
  columns: number
  rows: number
  cells: readonly Cell[]
  /** Of an attempt by its place in the list. */
  cellOf: ReadonlyMap<number, Cell>
  /** Smallest and largest value; 0 and 0 of none. */
  least: number
  most: number
}

const mostColumns = 240
const mostRows = 48

export function layOut(
  rows: readonly TraceRow[],
  steps: readonly StepColumn[],
  measure: RowMeasure,
): StepsMapLayout {
  const tallest = steps.reduce((most, { attempts }) => Math.max(most, attempts.length), 1)
  // One long column, as of a file without steps, is laid out like text.
  const folded = steps.length === 1 ? fold(steps[0]!) : steps
  const columns = Math.min(mostColumns, folded.length)
  const height = Math.min(mostRows, steps.length === 1 ? Math.ceil(tallest / folded.length) : tallest)
  const deepest = folded.reduce((most, { attempts }) => Math.max(most, attempts.length), 1)
  const gathered = new Map<number, number[]>()
  for (const [i, { attempts }] of folded.entries()) {
    const column = Math.floor((i * columns) / folded.length)
    for (const [k, n] of attempts.entries()) {
      const key = column * height + Math.floor((k * height) / Math.max(height, deepest))
      const held = gathered.get(key)
      if (held) held.push(n)
      else gathered.set(key, [n])
    }
  }
  const cells = [...gathered].map(([key, attempts]): Cell => ({
    column: Math.floor(key / height),
    row: key % height,
    attempts,
    value: mean(attempts.map((n) => measured(rows[n]!, measure))),
  }))
  const cellOf = new Map(cells.flatMap((cell) => cell.attempts.map((n) => [n, cell] as const)))
  const values = cells.flatMap(({ value }) => value ?? [])
  const extreme = (pick: (a: number, b: number) => number) =>
    values.length === 0 ? 0 : values.reduce((a, b) => pick(a, b))
  return { columns, rows: height, cells, cellOf, least: extreme(Math.min), most: extreme(Math.max) }
}

/** About as wide as a picture is, beside its height. */
function fold({ step, attempts }: StepColumn): StepColumn[] {
  const height = Math.max(1, Math.round(Math.sqrt(attempts.length / 6)))
  return Array.from({ length: Math.ceil(attempts.length / height) }, (_, i) => ({
    step,
    attempts: attempts.slice(i * height, (i + 1) * height),
  }))
}
