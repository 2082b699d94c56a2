/** Calls with their results in the midst of sentences: `f("a") should be True and f("b") should be False`. */
import { LiteralError, readArguments } from '../literal.ts'
import { literalAt } from '../../verify/extract/literals.ts'
import type { Json } from '../../problems/problem.ts'
import type { PastedTest } from './pasted.ts'

const joined =
  /^`?\s*(?:(?:should|must|will|would|shall|has to|needs to)\s+(?:be|return|give|equal|output|yield|produce|evaluate to)|returns?|gives|yields|equals|is equal to|produces|evaluates to|outputs?|->|\u2192|\u21d2|=>|={2,3}|gibt|liefert|ergibt|renvoie|retourne|devuelve|retorna|\u8fd4\u56de|\u5e94\u8fd4\u56de|\u2192)\s*:?\s*`?\s*/iu
/** Values that a sentence may hold in the place of a result, and their names in Python and JavaScript alone. */
export const beginsValue = /^(?:["'[{(]|[-+]?\d|(?:true|false|null|none)\b)/i
/** So much of a line is looked at, and so many calls of it. */
const longest = 2000
const most = 20

interface CallWithin {
  name: string
  args: Json[]
  /** Where it begins in the line, and where what follows it does. */
  from: number
  end: number
}

/** The calls of a line whose arguments can be read, those in another's arguments among them; `of`: so many are looked at. */
export function callsWithin(line: string, of = Infinity): CallWithin[] {
  const calls = [...line.matchAll(/(?<![\p{L}\p{N}_$.])([\p{L}_$][\p{L}\p{N}_$]{0,99})\(/gu)]
  return calls.slice(0, of).flatMap(({ 1: name, index: from }) => {
    try {
      const { args, rest } = readArguments(line.slice(from + name!.length))
      return [{ name: name!, args, from, end: line.length - rest.length }]
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error
      return []
    }
  })
}

/** Every call of a line that is told its result; the line stays where it is. */
export function spokenCalls(line: string): { test: PastedTest; name: string }[] {
  if (line.length > longest) return []
  const found: { test: PastedTest; name: string }[] = []
  let past = 0
  for (const { name, args, from, end } of callsWithin(line, most)) {
    if (from < past) continue
    const join = joined.exec(line.slice(end))
    if (!join) continue
    const after = line.slice(end + join[0].length)
    const value = beginsValue.test(after) ? literalAt(after, 0) : null
    // "is 3 more than" goes on with the number.
    if (
      !value ||
      /^\s*[\p{L}\p{N}(%^*/+]/u.test(
        after.slice(value.end).replace(/^`?\s*(?:and|or|for|when|if|because|but|while|since|as)\b.*/i, ''),
      )
    )
      continue
    found.push({ test: { args, expected: value.value }, name })
    past = end + join[0].length + value.end
  }
  return found
}

/** Whether a text asks for code, so that calls in its sentences are its examples. */
export function asksForCode(lines: readonly string[]): boolean {
  return lines.some(
    (line) =>
      line.length <= longest &&
      /\b(?:write|implement|create|define|code|complete|build|make|need|want|schreibe?|\u00e9cri[sv]\w*|escrib\w*|escrev\w*)\b.*\b(?:functions?|methods?|funktion|fonction|funci\u00f3n|fun\u00e7\u00e3o|python|javascript|program)\b|\bfunctions?\s+(?:called|named|that|which|`)|\u5199\u4e00\u4e2a|\u51fd\u6570|\u95a2\u6570|\u0444\u0443\u043d\u043a\u0446/iu.test(
        line,
      ),
  )
}

/** The language that a text asks for by name; null where it names none, or several. */
export function languageIn(text: string): 'javascript' | 'python' | null {
  const asked = new Set(
    [
      ...text
        .slice(0, 20_000)
        .matchAll(
          /\b(?:in|using|with|en|mit|auf|a|an|the|of|this|write|some)\s+(?:pure\s+|plain\s+|idiomatic\s+|simple\s+|short\s+|single\s+)?(python|javascript|typescript|js)(?:\s?3(?:\.\d+)?)?\b(?!\s+(?:list|dict|tuple|object|array|set)\b)|\b(python|javascript|typescript)(?:\s?3)?[\s-]+(?:function|funktion|method|program|programm|script|code|solution|class|one-liner|expression)\b|(?:^|[.,:;(])\s*(python|javascript|typescript)(?:\s?3)?(?=\s*(?:please|pls|only|bitte)?\s*(?:[.,;:)]|$))/gim,
        ),
    ].map((found) => (/^py/i.test(found[1] ?? found[2] ?? found[3]!) ? 'python' : 'javascript')),
  )
  return asked.size === 1 ? [...asked][0]! : null
}
