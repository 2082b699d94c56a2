/**
 * Examples as people write them offhand: `[1, 2, 3] gives 2`, `s = "ab", t = "ba" -> true`, "should match: …", input and
 * output as bare words. They are put in the forms that the readers know. Linear in the text's length.
 */
import { literalAt } from '../../verify/extract/literals.ts'
import { literal } from './calls.ts'
import { headingOf } from './headings.ts'
import { callsApart } from './offhand-calls.ts'
import { beginsValue } from './spoken-calls.ts'
import { namedIn } from './tables.ts'

const longest = 2000
const most = 50
const joins =
  /\s*,?\s*(?:->|\u2192|=>|(?:gives|becomes|yields|produces|returns|outputs|maps to|turns into|goes to|results in|(?:gets?|is|are) (?:converted|turned|transformed|changed|mapped) (?:in)?to|converts to|(?:should|must|will|would)\s+(?:be(?:come)?|give|return|yield|output|produce)|ergibt|wird(?: zu)?|donne|devient|da|se convierte en)\b)\s*:?\s*/iuy
const named =
  /^\s*(?:[-*\u2022]\s+)?(?:(?:example|e\.g\.|for example|case|test)\s*\d*\s*[:.)]?,?\s*)?([\p{L}_$][\p{L}\p{N}_$]{0,60}\s*=(?!=)\s*\S.*?)\s*,?\s*(?:->|\u2192|=>|\b(?:returns?|gives|yields|output\s*[:=]?|should (?:return|be|give))(?=\s))\s*(\S.*?)\s*[.;]?$/iu
/** A name that is given a value, of which the beginning shows. */
const assigned = /=\s*(?:["'[{(]|[-+]?\d|true|false|null|none)/i
const matches =
  /^[\s*_>#-]*(?:it |this |these |strings? (?:that )?)?(?:(should|must|has to|have to|do|does|may|can)\s*(not|n['\u2019]t|never)?\s*|(not)\s+)?(?:be )?(match(?:es|ing)?|accept(?:s|ed)?|reject(?:s|ed)?|valid|invalid)\b[^:]{0,30}[*_]*:\s*[*_]*\s*(.*)$/i

/** Another value before this one, with no bracket around both, or another name that is given one. */
const severalBefore =
  /[=:][^=].*,\s*[\p{L}_$][\p{L}\p{N}_$]*\s*[=:]\s*[-+]?$|["'\])}\d]\s*(?:,|&|\b(?:and|or|und|oder|et|y)\b)\s*[-+]?$/iu

/** The text with its examples in known forms; null where there are none. */
export function examplesApart(lines: readonly string[]): string[] | null {
  return (
    callsApart(lines) ??
    namedExamples(lines) ??
    matchLists(lines) ??
    bareWords(lines) ??
    spokenValues(lines) ??
    chains(lines)
  )
}

/** `s = "ab", t = "ba" -> true`, as an input and an output, below the text: what follows an output is read as a part of it. */
function namedExamples(lines: readonly string[]): string[] | null {
  const examples: string[] = []
  const rest = lines.flatMap((line) => {
    if (line.length > longest) return [line]
    // What is asked may stand before a colon: “Two sum: nums = [2, 7], target = 9 -> [0, 1]”.
    const [, task, behind] = /^([^:=>]{1,200}:)\s*(\S.*)$/.exec(line) ?? []
    for (const [kept, text] of [[[], line] as const, [[task!], behind ?? ''] as const]) {
      const at = named.exec(text)
      if (!at || !literal(at[2]!) || !assigned.test(at[1]!)) continue
      examples.push(`Input: ${commasBetween(at[1]!)}`, `Output: ${at[2]!}`, '')
      return kept
    }
    return [line]
  })
  return examples.length > 0 ? [...rest, '', ...examples] : null
}

/** `a = 1 b = 2` with a comma between; texts stay as they are. */
const commasBetween = (inputs: string) =>
  /["'`]/.test(inputs) ? inputs : inputs.replace(/(?<=[^,\s])\s+(?=[\p{L}_$][\p{L}\p{N}_$]*\s*=)/gu, ', ')

/** What a pattern should match and what not, as inputs that give true and false. */
function matchLists(lines: readonly string[]): string[] | null {
  const calls: string[] = []
  const rest: string[] = []
  const sides = new Set<boolean>()
  for (let i = 0; i < lines.length; i++) {
    const at = lines[i]!.length <= longest ? matches.exec(lines[i]!) : null
    if (!at) {
      rest.push(lines[i]!)
      continue
    }
    const not = Boolean(at[2] ?? at[3]) !== /^(?:reject|invalid)/i.test(at[4]!)
    const items = itemsOf(at[5]!)
    if (items.length === 0)
      while (i + 1 < lines.length && lines[i + 1]!.trim() !== '' && !matches.test(lines[i + 1]!))
        items.push(lines[++i]!.replace(/^\s*(?:[-*\u2022]\s+|\d{1,2}[.)]\s+)?/, ''))
    for (const item of items.slice(0, most)) {
      calls.push(`Input: text = ${JSON.stringify(unquoted(item))}`, `Output: ${String(!not)}`)
      sides.add(not)
    }
  }
  // Of one side alone a pattern that matches everything, or nothing, would do.
  if (sides.size < 2) return null
  return [...rest, '', 'Write it as a JavaScript expression of text: /pattern/.test(text)', '', ...calls]
}

/** Each in quotes, else between commas. */
function itemsOf(text: string): string[] {
  const inQuotes = [...text.matchAll(/"([^"]*)"|`([^`]*)`|\u201c([^\u201d]*)\u201d|'([^']*)'/g)]
  if (inQuotes.length > 0)
    return inQuotes.map((each) => JSON.stringify(each[1] ?? each[2] ?? each[3] ?? each[4]))
  return text
    .split(/,\s+|;\s*|\s{2,}/)
    .flatMap((each) => (each.trim() === '' ? [] : [each.trim().replace(/\.$/, '')]))
}

function unquoted(item: string): string {
  const value = literal(item)?.value
  return typeof value === 'string' ? value : item.trim().replace(/^`(.*)`$/, '$1')
}

/** `input: hello`, `output: olleh`, a line each: where they are no values, they are texts. */
function bareWords(lines: readonly string[]): string[] | null {
  const heads = lines.map((line) => (line.length <= longest ? headingOf(line) : null))
  const pairs = heads.flatMap((head, i) =>
    head &&
    /input$/.test(head.kind) &&
    head.rest !== '' &&
    heads[i + 1] &&
    /output$/.test(heads[i + 1]!.kind) &&
    heads[i + 1]!.rest !== ''
      ? [i]
      : [],
  )
  if (pairs.length === 0) return null
  const rests = pairs.map((i) => [heads[i]!.rest, heads[i + 1]!.rest])
  // A column of values that can all be read holds values, else texts.
  const texts = [0, 1].map((side) => rests.some((pair) => !literal(pair[side]!)))
  if (!texts[0] && !texts[1]) return null
  const shown = (text: string, side: 0 | 1) => (texts[side] ? JSON.stringify(unquoted(text)) : text)
  const calls = rests.map(([input, output]) => `f(${shown(input!, 0)}) -> ${shown(output!, 1)}`)
  const taken = new Set(pairs.flatMap((i) => [i, i + 1]))
  return [...lines.filter((_, i) => !taken.has(i)), ...calls]
}

/** `"a b" becomes "a-b"`: calls below the text, or in the place of a line that holds nothing else. */
function spokenValues(lines: readonly string[]): string[] | null {
  const calls: string[] = []
  const name = namedIn(lines.filter((line) => line.length <= longest).join('\n'), [])?.name ?? 'f'
  let plain = 0
  const rest = lines.filter((line) => {
    const found = line.length <= longest ? spokenOf(line) : []
    calls.push(...found.map(({ call }) => `${name}${call}`))
    plain += found.filter(({ bare }) => bare).length
    return !(found.length === 1 && found[0]!.whole)
  })
  // Numbers alone may be counted things of a sentence: "2 gives 3" says it of an example from the second on.
  return calls.length > 0 && (plain < calls.length || calls.length > 1)
    ? [...rest, ...calls.slice(0, most)]
    : null
}

function spokenOf(line: string): { call: string; whole: boolean; bare: boolean }[] {
  const found: { call: string; whole: boolean; bare: boolean }[] = []
  let from = 0
  for (const start of line.matchAll(/(?<![\p{L}\p{N}_$.)\]"'])(?=["'[{(]|[-+]?\d)/gu)) {
    if (found.length >= most) break
    if (start.index < from) continue
    // The last of several values that no bracket holds together: it is not the whole of what is given.
    const before = line.slice(Math.max(from, start.index - 200), start.index)
    const row = /\d\s+[-+]?$/.test(before) && /[-+\d]/.test(line[start.index]!)
    if (row || severalBefore.test(before)) continue
    const left = literalAt(line, start.index)
    if (!left) continue
    joins.lastIndex = left.end
    const join = joins.exec(line)
    if (!join) continue
    const at = left.end + join[0].length
    const right = beginsValue.test(line.slice(at, at + 8)) ? literalAt(line, at) : null
    if (
      !right ||
      /^\s*[\p{L}\p{N}%^*/+]/u.test(
        line.slice(right.end).replace(/^\s*(?:and|or|for|because|but|while|since|as|und|et|y)\b.*/i, ''),
      )
    )
      continue
    from = right.end
    found.push({
      call: `(${line.slice(start.index, left.end)}) -> ${line.slice(at, right.end)}`,
      whole:
        /^\s*(?:[-*\u2022]\s+|\d{1,2}[.)]\s+)?(?:e\.g\.|example:?|for example,?)?\s*$/i.test(
          line.slice(0, start.index),
        ) && /^\s*[.;,]?\s*$/.test(line.slice(right.end)),
      bare: typeof left.value === 'number' && typeof right.value === 'number',
    })
  }
  return found
}

/** `942 -> 9 + 4 + 2 = 15 -> 1 + 5 = 6`, a line each: what comes first gives what comes last. */
function chains(lines: readonly string[]): string[] | null {
  const calls: string[] = []
  const rest = lines.filter((line) => {
    const first = line.length <= longest ? /^\s*(?=["'[{(]|[-+]?\d)/.exec(line) : null
    const left = first && literalAt(line, first[0].length)
    if (!left || !/^\s*(?:->|\u2192)/.test(line.slice(left.end))) return true
    const last = /(?:=|->|\u2192)\s*([^=\u2192]{1,200}?)\s*[.;]?$/
      .exec(line.slice(left.end))?.[1]
      ?.replace(/^>\s*/, '')
    if (last === undefined || !literal(last)) return true
    calls.push(`f(${line.slice(first[0].length, left.end)}) -> ${last}`)
    return false
  })
  return calls.length > 0 ? [...rest, '', ...calls.slice(0, most)] : null
}
