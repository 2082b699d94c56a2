/** Numbers as the lab writes them: tabular, U+2212 for minus, a narrow space before units. */

const minus = '\u2212'
const thin = '\u202f'

/** `+0.58`, `−1.63`, `0`. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits)
  if (Number(text) === 0) return '0'
  return (value < 0 ? minus : '+') + text
}

/** `0.26`, `−0.02`. */
export function decimal(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? minus + text : text
}

/** A probability as `71 %`; small ones as `0.4 %` or `< 0.1 %`, and certainty is only written when it is one. */
export function percent(probability: number): string {
  const p = probability * 100
  if (p === 0) return `0${thin}%`
  if (p < 0.1) return `< 0.1${thin}%`
  if (p < 1) return `${p.toFixed(1)}${thin}%`
  if (p > 99 && p < 100) return p > 99.9 ? `> 99.9${thin}%` : `${p.toFixed(1)}${thin}%`
  return `${Math.round(p)}${thin}%`
}

/** How many times: `1.6`, `5.1`, `34`, `more than 1000`. */
export function times(ratio: number): string {
  if (ratio > 1000) return 'more than 1000'
  return ratio < 9.95 ? ratio.toFixed(1) : String(Math.round(ratio))
}

/** Megabytes as on the button: `12 MB`, `4.1 MB`, and `1.5 GB` from there on; `decimals` keeps one for a running count. */
export function megabytes(bytes: number, decimals = false): string {
  const mb = bytes / 1e6
  if (mb >= 1000) return `${(mb / 1000).toFixed(mb < 10_000 ? (decimals ? 2 : 1) : 0)} GB`
  if (bytes > 0 && mb < 0.1) return `${Math.max(1, Math.round(bytes / 1e3))} kB`
  return `${decimals || mb < 1 ? mb.toFixed(1) : Math.round(mb)} MB`
}

/** `1.1 million`, `860 thousand`. */
export function bigNumber(n: number): string {
  if (n >= 1e9) return `${(n / 1e9).toFixed(1)} billion`
  if (n >= 1e6) return `${(n / 1e6).toFixed(n < 1e8 ? 1 : 0)} million`
  if (n >= 1e4) return `${Math.round(n / 1e3)} thousand`
  return String(n)
}

/** A whole number with its digits in groups: `32,768`. */
export const grouped = (n: number): string => n.toLocaleString('en')

/** A small learning rate as `3e−4`, others as they are. */
export function scientific(value: number): string {
  if (value === 0) return '0'
  if (Math.abs(value) >= 0.001) return String(Number(value.toPrecision(3)))
  const [mantissa, exponent] = value.toExponential().split('e')
  return `${Number(Number(mantissa).toPrecision(3))}e${exponent!.replace('-', minus).replace('+', '')}`
}

/** `1 attempt`, `8 attempts`. */
export function count(n: number, singular: string, plural: string): string {
  return `${n} ${n === 1 ? singular : plural}`
}

const small = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
/** Small numbers as words, for prose. */
export function inWords(n: number): string {
  return small[n] ?? String(n)
}
/** `none of eight`, `five of eight`, `all eight`. */
export function shareInWords(n: number, of: number): string {
  if (of === 1) return n === 1 ? 'the one' : 'none of one'
  if (n === of) return `all ${inWords(of)}`
  if (n <= 1) return n === 0 ? `none of ${inWords(of)}` : `one of ${inWords(of)}`
  return `${inWords(n)} of ${inWords(of)}`
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
