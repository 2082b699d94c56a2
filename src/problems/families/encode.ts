/**
 * Text to token ids by longest match over the vocabulary: what `models/tiny/tokenizer.json` does with a
 * regular expression, some fifty times faster, for training data. A test holds the two equal.
 */
import { blankLine, droppedCharacters, headers, idOf, pieces, specialTokens } from './vocabulary.ts'

interface Node {
  next: Map<number, Node>
  id: number
}

const root: Node = { next: new Map(), id: -1 }
function add(token: string): void {
  let node = root
  for (let i = 0; i < token.length; i++) {
    const code = token.charCodeAt(i)
    let next = node.next.get(code)
    if (!next) node.next.set(code, (next = { next: new Map(), id: -1 }))
    node = next
  }
  node.id = idOf(token)
}
for (const piece of pieces) add(piece)
const headerTexts = Object.values(headers)
for (const header of headerTexts) add(header)
for (const special of Object.values(specialTokens)) add(special)

const headerIds = new Set(headerTexts.map(idOf))
const blankLineId = idOf(blankLine)
const unknownId = idOf(specialTokens.unknown)
const dropped = new Set([...droppedCharacters].map((c) => c.charCodeAt(0)))

const isWord = (code: number) => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13)
const minus = 45

/** Token ids of a text, without start or answer tokens. */
export function encode(text: string): number[] {
  const ids: number[] = []
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (isSpace(code)) {
      if (code === 10 && text.charCodeAt(at + 1) === 10) {
        ids.push(blankLineId)
        at += 2
      } else at++
      continue
    }
    const previous = at > 0 ? text.charCodeAt(at - 1) : 32
    const afterWord = isWord(previous)
    let node: Node | undefined = root
    let bestId = -1
    let bestEnd = at
    for (let i = at; i < text.length; i++) {
      node = node.next.get(text.charCodeAt(i))
      if (!node) break
      if (node.id < 0) continue
      const last = text.charCodeAt(i)
      if (isWord(last) && i + 1 < text.length && isWord(text.charCodeAt(i + 1))) continue
      if (isWord(code) && afterWord) continue
      // A minus sign binds to its number only where it cannot be a subtraction.
      if (code === minus && i > at && isDigits(text, at + 1, i) && (afterWord || previous === 41 || previous === 93)) continue
      bestId = node.id
      bestEnd = i + 1
    }
    if (bestId >= 0) {
      if (headerIds.has(bestId)) {
        while (ids.at(-1) === blankLineId && isSpace(text.charCodeAt(at - 1))) ids.pop()
        while (bestEnd < text.length && isSpace(text.charCodeAt(bestEnd))) bestEnd++
      }
      ids.push(bestId)
      at = bestEnd
    } else if (isWord(code)) {
      while (at < text.length && isWord(text.charCodeAt(at))) at++
      ids.push(unknownId)
    } else if (dropped.has(code)) {
      at++
    } else {
      ids.push(unknownId)
      at += text.codePointAt(at)! > 0xffff ? 2 : 1
    }
  }
  return ids
}

function isDigits(text: string, from: number, to: number): boolean {
  for (let i = from; i <= to; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return false
  }
  return from <= to
}
