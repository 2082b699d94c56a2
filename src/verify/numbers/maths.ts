/** What a calculator has beside the four operations. */

export const FUNCTIONS: Record<string, (x: number) => number> = {
  ln: Math.log, exp: Math.exp, sin: Math.sin, cos: Math.cos, tan: Math.tan, arcsin: Math.asin, arccos: Math.acos, arctan: Math.atan,
} // prettier-ignore

/** A product; by a power of ten without the rounding of a product. */
export function timesTen(value: number, by: number): number {
  const power = Math.round(Math.log10(by))
  return by === 10 ** power && Math.abs(power) < 300
    ? Number(
        `${value}e${power}`.replace(
          /e([-+]?\d+)e([-+]?\d+)$/,
          (_, a: string, b: string) => `e${Number(a) + Number(b)}`,
        ),
      )
    : value * by
}

export function factorial(n: number): number | null {
  if (!Number.isInteger(n) || n < 0 || n > 170) return null
  let product = 1
  for (let i = 2; i <= n; i++) product *= i
  return product
}

export function choose(n: number, k: number): number | null {
  if (!Number.isInteger(n) || !Number.isInteger(k) || k < 0 || n < k || n > 1000) return null
  let value = 1
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i
  return Math.round(value)
}
