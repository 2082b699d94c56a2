/**
 * A pasted text made plain: any line ends, markup, unprintable and broken characters. Linear in its
 * length, whatever it is.
 */

import { withoutChat } from './chat-lines.ts'

/** Characters that are looked at; no model reads a question as long. */
const longestPaste = 200_000

export interface PlainText {
  lines: string[]
  /** What was left out or changed, a sentence each. */
  remarks: string[]
}

export function plainText(pasted: string): PlainText {
  const remarks: string[] = []
  let text = pasted.slice(0, longestPaste)
  if (pasted.length > longestPaste)
    remarks.push(
      `Only the first ${longestPaste.toLocaleString('en')} of ${pasted.length.toLocaleString('en')} characters are read.`,
    )
  if (isMarkup(text)) {
    text = withoutMarkup(text)
    remarks.push('The text is HTML: its tags are left out.')
  }
  const broken = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]|[\ud800-\udfff]/gu
  const before = text.length
  text = text.replace(broken, '')
  if (text.length < before)
    remarks.push(`${before - text.length} characters that cannot be shown are left out.`)
  const lines = text
    // A line end of Windows that spaces got into is one line end.
    .replace(/\r[ \t]{0,80}\n|\r|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/[\u200b\u2060]/g, '')
    // One arrow for all that people point at a result with.
    .replace(/[\u27a1\u2794\u2799-\u279e\u27a4\u27f6\u27f9\u27fc\u21e8\u21a6\u21d2]\ufe0f?/g, '\u2192')
    .replace(/(?<=\s)(?:-{2,}|={2,})>(?=\s)/g, '\u2192')
    .split('\n')
    .map((line) => line.trimEnd())
  const talk = withoutChat(lines)
  if (talk) remarks.push('The text is a chat: its times and names are left out.')
  return { lines: talk ?? lines, remarks }
}

const block = 'p|div|pre|br|li|ul|ol|h[1-6]|tr|table|section|blockquote'
const inline =
  'strong|em|b|i|u|code|span|sup|sub|font|a|img|td|th|tbody|thead|var|kbd|samp|html|head|body|meta|style|script|title|link'

/** Markup has closing tags of its own names; code with a `<` in it has none. */
function isMarkup(text: string): boolean {
  return (text.match(new RegExp(`</(?:${block}|${inline})>`, 'gi'))?.length ?? 0) >= 2
}

function withoutMarkup(text: string): string {
  return text
    .replace(/\n(?=[ \t]*<(?:p|div|pre|li|ul|ol)\b)/gi, '')
    .replace(new RegExp(`<(?:script|style)\\b[^<>]{0,999}>[^<]{0,9999}</(?:script|style)>`, 'gi'), '')
    .replace(/<sup>\s*(-?\w{1,9})\s*<\/sup>/gi, '^$1')
    .replace(new RegExp(`</(?:p|pre|h[1-6]|ul|ol|table|blockquote)>`, 'gi'), '\n\n')
    .replace(new RegExp(`<(?:br|/div|/li|/tr|/section|pre)\\b[^<>]{0,999}>`, 'gi'), '\n')
    .replace(new RegExp(`</?(?:${block}|${inline})\\b[^<>]{0,999}>`, 'gi'), '')
    .replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|\w{2,8});/gi, (whole, code: string) => entity(code) ?? whole)
    .replace(/\n{3,}/g, '\n\n')
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  le: '\u2264',
  ge: '\u2265',
  ne: '\u2260',
  times: '\u00d7',
  minus: '\u2212',
  ndash: '\u2013',
  mdash: '\u2014',
  rarr: '\u2192',
  hellip: '\u2026',
  deg: '\u00b0',
}

function entity(code: string): string | null {
  if (!code.startsWith('#')) return Object.hasOwn(entities, code) ? entities[code]! : null
  const point = /^#x/i.test(code) ? Number.parseInt(code.slice(2), 16) : Number(code.slice(1))
  return point > 0x10ffff ? null : String.fromCodePoint(point)
}

/** A line or value as a message quotes it. */
export function quoted(text: string): string {
  const trimmed = text.slice(0, 400).trim()
  return trimmed.length > 80 ? `${trimmed.slice(0, 79)}\u2026` : trimmed
}

/** “assert” before two words side by side, which no language of ours reads: a sentence begins with it. */
export const assertInProse =
  /^assert\s+(?!(?:not|await|lambda)\b)\w+\s+(?!(?:in|not|is|and|or|if|for)\b)\p{L}/u
