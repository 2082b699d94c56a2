/** A number with its unit, as an answer line or a field of the editor has it. */

const superscripts = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'
const quantity =
  /^(?:about|approximately|approx\.?|roughly|ca\.?|\u2248|~|=|[\p{L}]{1,3}\s*[=\u2248])?\s*[$\u20ac\u00a3]?\s*([-+\u2212]?\s?(?:\d{1,3}(?:[,\u202f ]\d{3})+|\d+)?(?:\.\d+)?)(?:\s*(?:[eE]([-+]?\d{1,3})|(?:\u00d7|x|\*|\\times|\\cdot)\s*10\s*(?:\^?\s*\{?([-+\u2212]?\d{1,3})\}?|\*\*\s*([-+]?\d{1,3})|([\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,4}))))?\s*(.{0,40})$/u
/** Units and nothing that reads like a sentence. */
const unit =
  /^(?:\\?[\p{L}\u00b0%\u00b5\u03a9\u2126$\u20ac\u00a3\u2032'\u2033"][\p{L}\p{N}\u00b0%\u00b5\u03a9\u2126^\u00b7*/().\u2070-\u209c\u00b9\u00b2\u00b3\u207b\u2212{}\\-]*(?:[ \u00b7*/][\p{L}\u00b0%\u00b5\u03a9\u2126(][\p{L}\p{N}^/\u2070-\u209c\u00b9\u00b2\u00b3\u207b\u2212()-]*){0,3})?$/u

/** A number and its unit; null where the text is anything else. */
export function readQuantity(text: string): { value: number; units: string } | null {
  if (text.length > 200) return null
  const match = quantity.exec(text.trim())
  const digits = match?.[1]?.replace(/[,\u202f ]/g, '').replace('\u2212', '-') ?? ''
  if (!match || !/\d/.test(digits)) return null
  const raised =
    match[5] === undefined
      ? undefined
      : [...match[5]].map((char) => (char === '\u207b' ? '-' : superscripts.indexOf(char))).join('')
  const power = match[2] ?? match[3] ?? match[4] ?? raised
  const value = Number(power === undefined ? digits : `${digits}e${power.replace('\u2212', '-')}`)
  const units = match[6]!
    .replace(/\\(?:text|mathrm)\{([^{}]*)\}/g, '$1')
    .replace(/^\\,?\s*/, '')
    .replace(/\.$/, '')
    .trim()
  return Number.isFinite(value) && unit.test(units) ? { value, units } : null
}
