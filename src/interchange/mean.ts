/** The mean of what is known. */

/** Null where nothing is, and where it is no finite number. */
export function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  const of = known.reduce((sum, value) => sum + value, 0) / known.length
  return known.length > 0 && Number.isFinite(of) ? of : null
}
