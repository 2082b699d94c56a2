/** How one run of a program ended, and when two values of it are the same. */
import type { Limit } from './errors.ts'

/** How one run of a program ended. */
export type Outcome = { value: unknown } | { error: { name: string; message: string } } | { limit: Limit }

/** Structural equality of JSON values (what the judge means by a passing test). */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((x, i) => sameJson(x, b[i]))
  if (a && b && typeof a === 'object' && typeof b === 'object' && !Array.isArray(a) && !Array.isArray(b)) {
    const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>]
    const keys = Object.keys(x)
    return keys.length === Object.keys(y).length && keys.every((key) => key in y && sameJson(x[key], y[key]))
  }
  return false
}
