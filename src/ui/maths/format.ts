/** Numbers as the screen prints them: tabular, with a real minus (U+2212) and a no-break space before units. */

const minus = '\u2212'
const nbsp = '\u00a0'

/** Fixed decimals with U+2212; never "−0.00". */
export function fixed(value: number, decimals = 2): string {
  const text = Math.abs(value).toFixed(decimals)
  return value < 0 && Number(text) !== 0 ? minus + text : text
}

/** Credit: "+0.58", "−1.63", "0" when it rounds to nothing. */
export function signed(value: number, decimals = 2): string {
  const text = Math.abs(value).toFixed(decimals)
  if (Number(text) === 0) return '0'
  return (value < 0 ? minus : '+') + text
}

/** Probability as "71 %"; tiny ones keep their order: "0.3 %", "under 0.1 %". */
export function percent(p: number): string {
  const value = 100 * p
  if (value >= 9.95 || value === 0) return `${Math.round(value)}${nbsp}%`
  if (value >= 0.95) return `${Math.round(value)}${nbsp}%`
  if (value >= 0.05) return `${value.toFixed(1)}${nbsp}%`
  return `<0.1${nbsp}%`
}

/** A signal for a narrow column: three significant figures, exponents only where they must be. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return 'not finite'
  const size = Math.abs(value)
  if (size !== 0 && size < 0.0005) {
    const [mantissa, exponent] = value.toExponential(0).split('e')
    return `${mantissa!.replace('-', minus)}e${exponent!.replace('+', '').replace('-', minus)}`
  }
  if (size < 0.01 && size !== 0) return fixed(value, 4)
  if (size < 10) return fixed(value, 2)
  if (size < 100) return fixed(value, 1)
  return fixed(value, 0)
}

/** Parameters: "866 k", "1.1 M", "135 M". */
export function count(n: number): string {
  if (n >= 9.95e6) return `${Math.round(n / 1e6)}${nbsp}M`
  if (n >= 0.95e6) return `${(n / 1e6).toFixed(1)}${nbsp}M`
  if (n >= 1e3) return `${Math.round(n / 1e3)}${nbsp}k`
  return String(n)
}

/** The same for the ear: "1.1 million". */
export function countInWords(n: number): string {
  if (n >= 0.95e6) return `${(n / 1e6).toFixed(n >= 9.95e6 ? 0 : 1)} million`
  return n >= 1e3 ? `${Math.round(n / 1e3)} thousand` : String(n)
}

/** Megabytes of 10^6 bytes: "12 MB", "4.1 MB". */
export function megabytes(bytes: number): string {
  return `${megabyteFigure(bytes)}${nbsp}MB`
}
export function megabyteFigure(bytes: number): string {
  const mb = bytes / 1e6
  return mb >= 9.95 ? String(Math.round(mb)) : mb.toFixed(1)
}

/** "3 attempts", "1 attempt". */
export function many(n: number, one: string, more = `${one}s`): string {
  return `${n} ${n === 1 ? one : more}`
}

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
/** Small numbers as words, for prose. */
export function inWords(n: number): string {
  return small[n] ?? String(n)
}
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
