/**
 * Calls with their results as people write them beside code: `print(f(2))  # 4`, `f(2) ➞ 4`, "f(2) is 4", and old LeetCode's
 * "Given nums = [2, 7], … return [0, 1]". They are put in the forms that the readers know. Linear in the text's length.
 */
import { literalAt } from '../../verify/extract/literals.ts'
import { LiteralError, readArguments } from '../literal.ts'
import { literal } from './calls.ts'

const longest = 2000
const most = 50
const shown = /\b(?:print|console\.log|puts|echo)\s*\(\s*$/
/** A comment behind a call says what it gives. */
const comment =
  /^\s*\)?\s*;?\s*(?:#|\/\/|--)\s*(?:(?:=>?|->|\u2192|==+|(?:it\s+)?(?:returns?|prints?|outputs?|gives|should (?:be|return|print)|expected(?: output)?|result|output)\b)\s*:?\s*)?/i
const spoken =
  /^`?\s*,?\s*(?:->|\u2192|=>|={1,3}|:|(?:is|are|returns?|gives|equals|(?:should|must|will|would|shall)\s+(?:be|return|give|equal|output|print))\b)\s*:?\s*`?(?=\S)/i
const helper =
  /^(?:print|len|range|sorted|list|set|str|int|abs|sum|max|min|assert|expect|require|if|while|for|return|console|log)$/

/** The text with such calls as `f(2) -> 4` below it; null where there are none. */
export function callsApart(lines: readonly string[]): string[] | null {
  const calls: string[] = []
  const rest = lines.filter((line) => {
    if (line.length > longest) return true
    const found = callsOf(line)
    calls.push(...found.map(({ call }) => call))
    return !(found.length > 0 && found.every(({ whole }) => whole))
  })
  if (calls.length > 0) return [...rest, '', ...calls.slice(0, most)]
  return givenApart(lines)
}

function callsOf(line: string): { call: string; whole: boolean }[] {
  const found: { call: string; whole: boolean }[] = []
  let from = 0
  for (const at of line.matchAll(/(?<![\p{L}\p{N}_$.])([\p{L}_$][\p{L}\p{N}_$]{0,99})\(/gu)) {
    if (at.index < from || helper.test(at[1]!)) continue
    const before = line.slice(0, at.index)
    const printed = shown.test(before)
    try {
      const { rest } = readArguments(line.slice(at.index + at[1]!.length))
      const call = line.slice(at.index, line.length - rest.length)
      const noted = comment.exec(rest)
      const join = noted ?? spoken.exec(rest)
      if (!join) continue
      const after = rest.slice(join[0].length)
      const value = literalAt(after, 0)
      const ends =
        value &&
        /^\s*[`.,;)]*(?:\s+(?:and|but|while|because|since)\b.*|\s*[\p{L}_$][\p{L}\p{N}_$]*\(.*)?$/iu.test(
          after.slice(value.end),
        )
      const plain = after.trim()
      // What is printed may be words, which need no quotes.
      const result = ends
        ? after.slice(0, value.end)
        : noted && printed && plain !== ''
          ? JSON.stringify(plain)
          : null
      if (result === null) continue
      found.push({
        call: `${call} -> ${result}`,
        whole: noted !== null && before.replace(shown, '').trim() === '',
      })
      from = line.length - rest.length + join[0].length
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error
    }
  }
  return found
}

const opens = /\b(?:given|for|if|with|when|let|suppose)\s+(?=[\p{L}_$][\p{L}\p{N}_$]{0,60}\s*=(?!=))/iu
const assigns = /([\p{L}_$][\p{L}\p{N}_$]{0,60})\s*=(?!=)\s*/uy
const goesOn = /\s*(?:,|;|,?\s*\band\b)\s*/iy
/** Between what is given and what is returned. */
const reasons = /^\s*(?:because|since|explanation|so|thus|as)\b|^\s*$/i
/** Lines below in which the result may stand. */
const below = 5

/** "Given nums = [2, 7], target = 9, … return [0, 1]", as an input and an output. */
function givenApart(lines: readonly string[]): string[] | null {
  for (let i = 0; i < lines.length; i++) {
    const given = lines[i]!.length <= longest ? assignmentsOf(lines[i]!) : null
    if (!given) continue
    for (let k = i; k < Math.min(lines.length, i + below); k++) {
      const text = k === i ? lines[k]!.slice(given.end) : lines[k]!
      const said =
        /\b(?:returns?|output|answer|result)\b(?:\s+(?:is|should be|would be|will be))?\s*:?\s*(?=["'[{(\d+-]|true|false)/i.exec(
          text.slice(0, longest),
        )
      const value = said && literalAt(text, said.index + said[0].length)
      if (!value) continue
      const output = text.slice(said.index + said[0].length, value.end)
      if (!literal(output)) continue
      return [
        ...lines.filter((line, at) => at < i || at > k || (at !== i && at !== k && !reasons.test(line))),
        '',
        `Input: ${given.input}`,
        `Output: ${output}`,
      ]
    }
  }
  return null
}

/** `nums = [2, 7] and target = 9` behind "Given". */
function assignmentsOf(line: string): { input: string; end: number } | null {
  const start = opens.exec(line)
  if (!start) return null
  const parts: string[] = []
  let [at, end] = [start.index + start[0].length, 0]
  for (;;) {
    assigns.lastIndex = at
    const name = assigns.exec(line)
    const value = name && literalAt(line, at + name[0].length)
    if (!value) break
    parts.push(`${name[1]!} = ${line.slice(at + name[0].length, value.end)}`)
    end = value.end
    goesOn.lastIndex = end
    const more = goesOn.exec(line)
    if (!more) break
    at = end + more[0].length
  }
  return parts.length === 0 ? null : { input: parts.join(', '), end }
}
