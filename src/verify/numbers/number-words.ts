/** Numbers in English words: `ten`, `twenty-five`, `one hundred and five`, `three quarters`, `a dozen`. */
import type { Token } from './tokens.ts'

const list = (words: string, first = 0) => new Map(words.split(' ').map((word, i) => [word, first + i]))
const SMALL = list(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
)
const TENS = new Map(
  [...list('twenty thirty forty fifty sixty seventy eighty ninety', 2)].map(([word, n]) => [word, 10 * n]),
)
/** By how much a word after a number multiplies it. */
export const SCALES = new Map<string, number>([
  ['hundred', 100], ['thousand', 1e3], ['thousands', 1e3], ['million', 1e6], ['millions', 1e6], ['mn', 1e6], ['mio', 1e6], ['billion', 1e9], ['billions', 1e9],
  ['bn', 1e9], ['mrd', 1e9], ['trillion', 1e12], ['quadrillion', 1e15], ['dozen', 12], ['dozens', 12], ['lakh', 1e5], ['crore', 1e7],
  ['millionen', 1e6], ['milliarden', 1e9], ['tausend', 1e3], ['mille', 1e3], ['milliards', 1e9], ['millones', 1e6], ['mil', 1e3],
  ['\u4e07', 1e4], ['\u4ebf', 1e8],
]) // prettier-ignore
const PARTS = new Map([
  ['half', 2], ['float16', 2], ['third', 3], ['thirds', 3], ['quarter', 4], ['quarters', 4], ['fourth', 4], ['fourths', 4], ['fifth', 5], ['fifths', 5],
  ['sixth', 6], ['sixths', 6], ['eighth', 8], ['eighths', 8], ['tenth', 10], ['tenths', 10], ['hundredth', 100], ['hundredths', 100], ['thousandth', 1000], ['thousandths', 1000],
]) // prettier-ignore

/** The denominator that a word names, for a number in digits before it is none then: `3 quarters`. */
export const isPart = (word: string): boolean => PARTS.has(word.toLowerCase())

/** The number that words spell, from `at`; null where they spell none. */
export function numberWords(tokens: readonly Token[], at: number): { value: number; taken: number } | null {
  let [total, group, seen, i] = [0, 0, false, at]
  const word = (k: number) => {
    const token = tokens[k]
    return token?.kind === 'word'
      ? token.word.toLowerCase()
      : token?.kind === 'mark' && token.mark === '-' && !token.spaced
        ? '-'
        : null
  }
  let last = at
  for (; i < tokens.length && i < at + 24; i++) {
    const w = word(i)
    if (w === null) break
    const small = SMALL.get(w) ?? TENS.get(w)
    if (small !== undefined) {
      // Two in a row that do not add up, "two three", are no number.
      if (group % 100 !== 0 && !(group % 10 === 0 && group % 100 >= 20 && small < 10 && small > 0))
        return null
      group += small
    } else if ((w === 'hundred' || w === 'dozen') && (seen || (i === at + 1 && /^an?$/.test(word(at)!))))
      group = (group || 1) * SCALES.get(w)!
    else if (
      ['thousand', 'million', 'billion', 'trillion'].includes(w) &&
      (seen || (i === at + 1 && /^an?$/.test(word(at)!)))
    ) {
      total += (group || 1) * SCALES.get(w)!
      group = 0
    } else if (seen && (w === 'and' || w === '-')) {
      const next = word(i + 1)
      if (next !== null && (SMALL.has(next) || TENS.has(next))) continue
      if (w === '-' && next !== null && PARTS.has(next)) continue
      break
    } else if (i === at && /^an?$/.test(w)) continue
    else if (PARTS.has(w) && (seen || i === at || (i === at + 1 && /^an?$/.test(word(at)!))))
      return { value: (seen ? total + group : 1) / PARTS.get(w)!, taken: i + 1 - at }
    else break
    seen = true
    last = i + 1
  }
  return seen ? { value: total + group, taken: last - at } : null
}
