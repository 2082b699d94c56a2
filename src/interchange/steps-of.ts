/** The attempts of a list laid out by their step, and what becomes of them from step to step. */
import { mean } from './mean.ts'
import type { TraceRow } from './tallies.ts'

/** What the colour of an attempt, or the height of a step's line, is. */
export type RowMeasure = 'reward' | 'gap' | 'surprise'

export interface StepColumn {
  /** As the program counts; null where the file does not say. */
  step: number | null
  /** Places in the list. */
  attempts: readonly number[]
}

/** In the order of the steps; one column where none is named. */
export function columnsOf(rows: readonly TraceRow[]): StepColumn[] {
  const columns = new Map<number | null, number[]>()
  for (const [n, { step }] of rows.entries()) {
    const column = columns.get(step)
    if (column) column.push(n)
    else columns.set(step, [n])
  }
  return [...columns]
    .map(([step, attempts]) => ({ step, attempts }))
    .sort((a, b) => (a.step ?? -Infinity) - (b.step ?? -Infinity))
}

export function measured(row: TraceRow, measure: RowMeasure): number | null {
  switch (measure) {
    case 'reward':
      return row.reward
    case 'gap':
      return row.gap
    case 'surprise':
      return row.surprise
    default:
      return measure satisfies never
  }
}

/** Those that some attempt has a value of. */
export function measuresOf(rows: readonly TraceRow[]): RowMeasure[] {
  return (['reward', 'gap', 'surprise'] as const).filter((measure) =>
    rows.some((row) => measured(row, measure) !== null),
  )
}

/** Mean of a column's attempts that have a value; null of none. */
export function meansOf(
  rows: readonly TraceRow[],
  columns: readonly StepColumn[],
  measure: RowMeasure,
): (number | null)[] {
  return columns.map(({ attempts }) => mean(attempts.map((n) => measured(rows[n]!, measure))))
}
