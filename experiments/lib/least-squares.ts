/** Linear least squares with an intercept, for a handful of predictors. */

export interface LinearFit {
  intercept: number
  /** One a predictor, in the units of the outcome a unit of the predictor. */
  weights: readonly number[]
}

/** Keeps predictors that hardly differ, or are copies of one another, from blowing up; in units of their variance. */
const ridge = 1e-3

/** The fit of `outcomes` by rows of predictors. Throws on rows of different lengths, and on none. */
export function leastSquares(rows: readonly (readonly number[])[], outcomes: readonly number[]): LinearFit {
  const width = rows[0]?.length
  if (width === undefined || rows.length !== outcomes.length || rows.some((row) => row.length !== width))
    throw new Error('A fit needs one outcome a row, and rows of one length.')
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
  const at = Array.from({ length: width }, (_, j) => j)
  const centres = at.map((j) => mean(rows.map((row) => row[j]!)))
  const scales = at.map((j) => Math.sqrt(mean(rows.map((row) => (row[j]! - centres[j]!) ** 2))) || 1)
  const standard = rows.map((row) => at.map((j) => (row[j]! - centres[j]!) / scales[j]!))
  const centre = mean(outcomes)
  const system = at.map((i) => [
    ...at.map((j) => mean(standard.map((row) => row[i]! * row[j]!)) + (i === j ? ridge : 0)),
    mean(standard.map((row, n) => row[i]! * (outcomes[n]! - centre))),
  ])
  const weights = solved(system).map((weight, j) => weight / scales[j]!)
  return { intercept: centre - weights.reduce((sum, w, j) => sum + w * centres[j]!, 0), weights }
}

export const predicted = ({ intercept, weights }: LinearFit, row: readonly number[]): number =>
  weights.reduce((sum, weight, j) => sum + weight * row[j]!, intercept)

/** Gaussian elimination with row exchange; the last column is the right side. */
function solved(system: number[][]): number[] {
  const n = system.length
  for (let i = 0; i < n; i++) {
    let pivot = i
    for (let r = i + 1; r < n; r++) if (Math.abs(system[r]![i]!) > Math.abs(system[pivot]![i]!)) pivot = r
    ;[system[i], system[pivot]] = [system[pivot]!, system[i]!]
    for (let r = 0; r < n; r++) {
      if (r === i) continue
      const factor = system[r]![i]! / system[i]![i]!
      for (let c = i; c <= n; c++) system[r]![c]! -= factor * system[i]![c]!
    }
  }
  return system.map((row, i) => row[n]! / row[i]!)
}
