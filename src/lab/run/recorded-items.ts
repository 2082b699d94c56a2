/**
 * The entries of a run file, one after another, however it is laid out. One a line, as the lab writes them, is read by
 * lines; from the first line on that is none, brackets and strings are followed sign by sign.
 */

/** An entry as JSON has it; null where its text is none. */
export interface Item {
  value: unknown
}

/** From the bracket on that opens the list; a last `null` when the list is cut short. */
export function* recordedItems(text: string, start: number): Generator<Item | null> {
  let from = start
  for (let at = lineStart(text, from); text[at] === '{'; at = lineStart(text, from)) {
    const end = text.indexOf('\n', at)
    const item = end < 0 ? null : whole(text.slice(at, end))
    if (!item) break
    yield item
    from = end + 1
  }
  yield* signBySign(text, from)
}

/** Where the next entry begins, if it begins a line. */
function lineStart(text: string, from: number): number {
  let at = from
  while (text[at] === '\n' || text[at] === '\r' || text[at] === ' ') at++
  return at
}

/** A line that is an entry; null where it is a part of one, or more. */
function whole(line: string): Item | null {
  const end = line.trimEnd()
  try {
    return { value: JSON.parse(end.endsWith(',') ? end.slice(0, -1) : end) }
  } catch {
    return null
  }
}

function* signBySign(text: string, start: number): Generator<Item | null> {
  const mark = /["[\]{}]/g
  let depth = 0
  let from = start
  mark.lastIndex = start
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    switch (match[0]) {
      case '"':
        mark.lastIndex = stringEnd(text, match.index)
        break
      case '{':
      case '[':
        if (depth++ === 0) from = match.index
        break
      default:
        if (depth === 0) return
        if (--depth === 0) yield whole(text.slice(from, match.index + 1)) ?? { value: null }
    }
  }
  yield null
}

/** Index after the quote that closes the string opened at `open`. */
function stringEnd(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0
    while (text[quote - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return quote + 1
  }
  return text.length
}
