/** Numbers as people write them in answers, with their unit: `1,250.5`, `3.2 × 10^8 m/s`, `\frac{3}{4}`, `-2/3`, `12 %`. */

export interface Quantity {
  value: number
  /** As written, without its mark-up; null where a word follows that is no unit, or nothing. */
  unit: string | null
  /** What was read, of the text. */
  text: string
}

const SIGN = '[-+\\u2212]?'
const DECIMAL = '(?:\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+\\.?\\d*|\\.\\d+)'
const POWER =
  '(?:[eE]([-+\\u2212]?\\d+)|\\s*(?:\\u00d7|\\\\times|\\\\cdot|\\*|x)\\s*10\\s*(?:\\^|\\*\\*)?\\s*\\{?\\s*([-+\\u2212]?\\d+|[\\u207b\\u207a]?[\\u2070\\u00b9\\u00b2\\u00b3\\u2074-\\u2079]+)\\s*\\}?)?'
const NUMBER = new RegExp(
  `^[^\\p{L}\\p{N}.\\\\+\\u2212-]*(?:[a-zA-Z]\\w*\\s*(?:=|\\u2248|\\\\approx)\\s*)?[\\s$~\\u2248(]*(${SIGN})\\s*(?:\\\\[dt]?frac\\{\\s*(${SIGN}${DECIMAL})\\s*\\}\\{\\s*(${DECIMAL})\\s*\\}|(${DECIMAL})${POWER}(?:\\s*/\\s*(${DECIMAL}))?)`,
  'u',
)
/** Words that may follow a number and are no unit. */
const WORDS = new Set(
  'is are was were and or as in for to because since which that so the a an by at of on with if when per approximately about units unit'.split(
    ' ',
  ),
)
/** A number with its unit is no longer than this. */
const LONGEST = 200
const SUPERSCRIPTS = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'

/** The number that a text begins with, be it after a name or a sign; null where it begins with none. */
export function parseNumber(given: string): Quantity | null {
  const text = given.slice(0, LONGEST)
  const found = NUMBER.exec(text)
  if (!found) return null
  const [all, sign, top, bottom, decimal, exponent, power, over] = found
  const number = (digits: string) => Number(digits.replaceAll(',', '').replace('\u2212', '-'))
  const size =
    top !== undefined
      ? number(top) / number(bottom!)
      : Number(`${decimal!.replaceAll(',', '')}e${whole(exponent ?? power)}`) /
        (over === undefined ? 1 : number(over))
  const value = /[-\u2212]/.test(sign!) ? -size : size
  if (!Number.isFinite(value)) return null
  const rest = text.slice(all.length)
  const unit = unitOf(rest)
  return {
    value,
    unit: unit?.unit ?? null,
    text: (all + (unit ? rest.slice(0, unit.length) : '')).trim().replace(/^[$~\u2248(\s]+/, ''),
  }
}

function whole(text: string | undefined): number {
  if (text === undefined) return 0
  return Number(
    text
      .replace(/[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]/g, (c) => String(SUPERSCRIPTS.indexOf(c)))
      .replace(/[\u2212\u207b]/, '-')
      .replace('\u207a', ''),
  )
}

function unitOf(rest: string): { unit: string; length: number } | null {
  const plain =
    /^(?:\\[,;! ]|[\s~$])*(?:\\(?:text|mathrm|rm)\{\s*)?((?:\\circ|\\degree|\\mu|\\Omega|\\%|[\p{L}%\u00b0\u00b5\u03bc\u03a9\u2126/])(?:\\circ|\\cdot|\\%|[\p{L}%\u00b0\u00b5\u03bc\u03a9\u2126/\u00b7*^{}()\u207b\u00b9\u00b2\u00b3\d-]|\s(?=[/\u00b7*]\s?\p{L})|(?<=[/\u00b7*])\s(?=\p{L}))*)/u.exec(
      rest,
    )
  if (!plain) return null
  // The brace that closes \text{...}, and what ends a sentence, are not its own.
  const unit = plain[1]!.replace(/(?<!\{[^{}]*)\}+$/, '').replace(/[-*^/]+$/, '')
  if (unit === '' || WORDS.has(unit.toLowerCase())) return null
  return { unit, length: plain[0].length }
}

/** Whether two spellings mean the same unit: `m/s^2`, `m/s²`, `m s⁻²` is not looked into; `µ` is `μ`. Capitals count: `mm` is not `Mm`. */
export function sameUnit(a: string, b: string): boolean {
  return normalUnit(a) === normalUnit(b)
}

function normalUnit(unit: string): string {
  return unit
    .replace(/\\(?:text|mathrm|rm)\{([^{}]*)\}/g, '$1')
    .replace(/\\circ|\\degree|\bdegrees?\b|\bdeg\b/g, '\u00b0')
    .replace(/\\mu|\u00b5/g, '\u03bc')
    .replace(/\\Omega|\u2126|\bohms?\b/g, '\u03a9')
    .replace(/\\cdot|\u00b7|\u22c5/g, '*')
    .replace(/\\%|\bpercent\b/g, '%')
    .replace(/[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]/g, (c) => String(SUPERSCRIPTS.indexOf(c)))
    .replace(/\u207b/g, '-')
    .replace(/[\s^{}$]/g, '')
}
