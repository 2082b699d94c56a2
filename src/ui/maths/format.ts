/** Numbers for narrow places and small numbers in prose; the rest is in lab/format.ts. */
import { decimal } from '../../lab/text/format.ts'

const nbsp = '\u00a0'

/** A signal for a narrow column: about three figures. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return 'not finite'
  const size = Math.abs(value)
  if (size < 0.00005) return '0'
  if (size < 0.01) return decimal(value, 4)
  if (size < 10) return decimal(value, 2)
  if (size < 100) return decimal(value, 1)
  return decimal(value, 0)
}

/** Parameters: "866 k", "1.1 M", "135 M". */
export function compact(n: number): string {
  if (n >= 9.95e6) return `${Math.round(n / 1e6)}${nbsp}M`
  if (n >= 0.95e6) return `${(n / 1e6).toFixed(1)}${nbsp}M`
  if (n >= 1e3) return `${Math.round(n / 1e3)}${nbsp}k`
  return String(n)
}
