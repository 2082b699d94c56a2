/**
 * Calls with their results as people write them beside code: `print(f(2))  # 4`, `f(2) ➞ 4`, "f(2) is 4", and old LeetCode's
 * "Given nums = [2, 7], … return [0, 1]". They are put in the forms that the readers know. Linear in the text's length.
 */
import { literalAt } from '../../verify/extract/literals.ts'
import { literal } from './calls.ts'
import { callsWithin } from './spoken-calls.ts'

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
  let past = 0
  for (const { name, from, end } of callsWithin(line)) {
    if (from < past || helper.test(name)) continue
    const before = line.slice(0, from)
    const noted = comment.exec(line.slice(end))
    const join = noted ?? spoken.exec(line.slice(end))
    if (!join) continue
    const after = line.slice(end + join[0].length)
    // What is printed may be words, which need no quotes.
    const result = valueAlone(after) ?? (noted && shown.test(before) ? wordsOf(after) : null)
    if (result === null) continue
    found.push({
      call: `${line.slice(from, end)} -> ${result}`,
      whole: noted !== null && before.replace(shown, '').trim() === '',
    })
    past = end + join[0].length
  }
  return found
}

/** The value that a text begins with, where what follows is a clause or another call; null where there is none. */
function valueAlone(text: string): string | null {
  const value = literalAt(text, 0)
  const ends = /^\s*[`.,;)]*(?:\s+(?:and|but|while|because|since)\b.*|\s*[\p{L}_$][\p{L}\p{N}_$]*\(.*)?$/iu
  return value && ends.test(text.slice(value.end)) ? text.slice(0, value.end) : null
}

const wordsOf = (text: string): string | null => (text.trim() === '' ? null : JSON.stringify(text.trim()))

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
