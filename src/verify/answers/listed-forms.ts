/** Answers of several values: lists, sets, points, intervals, `x = 2 or x = 3`, `±3`, in the spellings that mean the same. */
import { readQuantity } from '../numbers/index.ts'

interface Listed {
  /** `()`, `[)` and the like; '' where none are written. */
  brackets: string
  /** In a set the order does not count. */
  set: boolean
  /** Values by the variable they are given for; '' for none. */
  items: readonly { key: string; text: string }[]
}

const LONGEST = 400
const JOINS = /^(?:,|;|(?:and|or|und|oder|et|ou)(?![\p{L}\p{N}]))/iu
/** A value, and no word of prose. */
const VALUE = /\d|\\|^-?\p{L}$|[\u03c0\u221a\u221e]/u

/** Whether two texts list the same values. `same`: whether two values that are no numbers are one. */
export function sameListed(
  accepted: string,
  given: string,
  same: (a: string, b: string) => boolean,
): boolean {
  const [a, b] = [listedIn(accepted), listedIn(given)]
  if (!a || !b || a.items.length !== b.items.length || a.brackets !== b.brackets) return false
  if (!a.items.every(({ text }) => VALUE.test(text))) return false
  const equal = (x: Listed['items'][number], y: Listed['items'][number]) =>
    (x.key === '' || y.key === '' || x.key === y.key) && sameValue(x.text, y.text, same)
  const keyed = (list: Listed) => list.items.every(({ key }) => key !== '')
  // Values of several variables without their names have an order.
  const names = new Set([...a.items, ...b.items].map(({ key }) => key).filter((key) => key !== ''))
  if (names.size > 1 && !(keyed(a) && keyed(b))) return false
  if (!a.set && !b.set && !keyed(a) && !keyed(b)) return a.items.every((item, i) => equal(item, b.items[i]!))
  const open = [...b.items]
  return a.items.every((item) => {
    const at = open.findIndex((each) => equal(item, each))
    if (at >= 0) open.splice(at, 1)
    return at >= 0
  })
}

function sameValue(a: string, b: string, same: (a: string, b: string) => boolean): boolean {
  const [x, y] = [readQuantity(a), readQuantity(b)]
  if (x && y && (x.unit ?? '') === (y.unit ?? ''))
    return Math.abs(x.value - y.value) <= 1e-9 * Math.max(1, Math.abs(x.value))
  return same(a, b)
}

function listedIn(given: string): Listed | null {
  if (given.length > LONGEST) return null
  const text = plain(given)
  const between =
    /^(\S.*?)\s*(<=?|\u2264|\\leq?(?![a-z]))\s*[a-zA-Z]\s*(<=?|\u2264|\\leq?(?![a-z]))\s*(\S.*)$/.exec(text)
  if (between)
    return {
      brackets: `${between[2] === '<' ? '(' : '['}${between[3] === '<' ? ')' : ']'}`,
      set: false,
      items: [between[1]!, between[4]!].map((each) => ({ key: '', text: each.trim() })),
    }
  const [open, close] = [text[0] ?? '', text.at(-1) ?? '']
  const wrapped = '([{'.includes(open) && ')]}'.includes(close) && text.length > 2 && closesAtEnd(text)
  const parts = partsOf(wrapped ? text.slice(1, -1) : text)
  const items = itemsOf(parts)
  if (items.length < 2) return null
  const set = wrapped && open === '{'
  return {
    brackets: wrapped && !set ? open + close : '',
    set: set || (!wrapped && parts.length < items.length),
    items,
  }
}

function plain(text: string): string {
  return text
    .replace(/\$/g, '')
    .replace(/\\(?:left|right|displaystyle|text|mathrm)(?![a-z])/gi, '')
    .replace(/\\[,;:! ]/g, ' ')
    .replace(
      /\\begin\{[pb]?matrix\}([\s\S]*?)\\end\{[pb]?matrix\}/g,
      (_, inner: string) => `(${inner.replace(/\\\\|&/g, ', ')})`,
    )
    .replace(/\\([{}])/g, '$1')
    .replace(/\\infty(?![a-z])/g, '\u221e')
    .replace(/\\(?:pm)(?![a-z])/g, '\u00b1')
    .replace(/\u2212/g, '-')
    .replace(/\\q?quad(?![a-z])/g, ' ')
    .trim()
    .replace(/^[a-zA-Z]\s*(?:\\in(?![a-z])|\u2208)\s*/, '')
    .replace(/[.]$/, '')
    .trim()
}

function closesAtEnd(text: string): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    if ('([{'.includes(text[i]!)) depth++
    else if (')]}'.includes(text[i]!) && --depth === 0) return i === text.length - 1
  }
  return false
}

/** Cut at commas, semicolons and words that join, outside brackets. */
function partsOf(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if ('([{'.includes(c)) depth++
    else if (')]}'.includes(c)) depth--
    if (depth !== 0 || (/[\p{L}\p{N}\\]/u.test(text[i - 1] ?? ' ') && !/[,;]/.test(c))) continue
    // A comma within a number: 1,200.
    if (c === ',' && /\d/.test(text[i - 1] ?? '') && /^\d{3}(?!\d)/.test(text.slice(i + 1))) continue
    const join = JOINS.exec(text.slice(i, i + 6))
    if (!join) continue
    parts.push(text.slice(from, i))
    from = i + join[0].length
    i = from - 1
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '')
}

/** Each with the variable that it or one before it names; `±3` is two. */
function itemsOf(parts: readonly string[]): Listed['items'] {
  let key = ''
  return parts.flatMap((part) => {
    const named = /^([a-zA-Z](?:_\{?\w\}?)?)\s*=\s*(\S.*)$/s.exec(part)
    if (named) key = named[1]!.replace(/[_{}\d]/g, '')
    const text = (named ? named[2]! : part).trim()
    return text.startsWith('\u00b1')
      ? ['', '-'].map((sign) => ({ key, text: sign + text.slice(1).trim() }))
      : [{ key, text }]
  })
}
