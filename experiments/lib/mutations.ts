/** Variants of a pasted text that mean the same: other spaces, line ends, markdown, headings, remarks, labels, order of sections, form of JSON. */
import { headingOf } from '../../src/authoring/paste/headings.ts'
import { Rng } from '../../src/rng.ts'

type Mutation = (text: string, random: () => number) => string

const lines = (text: string, change: (line: string, index: number) => string) =>
  text
    .split('\n')
    .map((line, i) => change(line, i))
    .join('\n')
const isHeading = (line: string) => {
  const heading = headingOf(line)
  return (
    heading !== null && heading.rest === '' && heading.kind !== 'sample-both' && !line.includes('Function')
  )
}
const option = /^(\s*(?:[-*]\s+)?)(?:\(([A-Da-d])\)|([A-Da-d])[).:])(\s+\S.*)$/

const ofText: Readonly<Record<string, Mutation>> = {
  'line ends of Windows': (text) => text.replaceAll('\n', '\r\n'),
  'spaces at the ends of lines': (text, random) =>
    lines(text, (line) => (random() < 0.5 ? `${line}  ` : line)),
  'blank lines around': (text) => `\n\n${text}\n\n\n`,
  'a mark at the beginning': (text) => `\ufeff${text}`,
  'headings in capitals': (text) => lines(text, (line) => (isHeading(line) ? line.toUpperCase() : line)),
  'headings in small letters': (text) => lines(text, (line) => (isHeading(line) ? line.toLowerCase() : line)),
  'headings in bold': (text) =>
    lines(text, (line) => (isHeading(line) && !/[*#_-]/.test(line) ? `**${line.trim()}**` : line)),
  'headings in markdown': (text) =>
    lines(text, (line) => (isHeading(line) && !/[*#_-]/.test(line) ? `### ${line.trim()}` : line)),
  'a remark of the site above': (text) => `Accepted\n${text}`,
  'a remark below': (text) => `${text}\n\nGood luck with this one, it is a classic.`,
  'a note moved up': (text) => movedUp(text),
  'options in brackets': (text) => relabelled(text, (label) => `(${label})`),
  'options with a full stop': (text) => relabelled(text, (label) => `${label}.`),
  'options in small letters': (text) => relabelled(text, (label) => `${label.toLowerCase()})`),
  'options with a colon': (text) => relabelled(text, (label) => `${label}:`),
  'hard spaces in sentences': (text) =>
    lines(text, (line) => (/^[A-Z][a-z]+ [a-z]+ .*\.$/.test(line) ? line.replace(' ', '\u00a0') : line)),
}

const ofData: Readonly<Record<string, Mutation>> = {
  'written over lines': (text) => JSON.stringify(JSON.parse(text), null, 2),
  'fields in another order': (text) =>
    JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse())),
  'in a list': (text) => `[${text.trim()}]`,
  'in a fence': (text) => `\`\`\`json\n${text.trim()}\n\`\`\``,
  'with a field more': (text) => JSON.stringify({ ...(JSON.parse(text) as object), extra_field: 'x' }),
  'with blank lines around': (text) => `\n${text.trim()}\n\n`,
}

const ofRows: Readonly<Record<string, Mutation>> = {
  'line ends of Windows': (text) => text.trim().replaceAll('\n', '\r\n'),
  'blank lines between': (text) => text.trim().replaceAll('\n', '\n\n'),
  'in a list': (text) => `[${text.trim().replaceAll('\n', ',\n')}]`,
}

function isOneRow(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A section of notes or constraints, moved to where the first sample or example begins. */
function movedUp(text: string): string {
  const all = text.split('\n')
  const kind = (line: string) => headingOf(line)?.kind
  const from = all.findIndex((line) => kind(line) === 'note' || kind(line) === 'constraints')
  const to = all.findIndex((line) => /^(?:example|sample-)/.test(kind(line) ?? ''))
  if (from < 0 || to < 0 || from < to) return text
  let end = from + 1
  while (
    end < all.length &&
    kind(all[end]!) === undefined &&
    !/^\s*(?:class|def|function|#|\/\*\*|var)\b/.test(all[end]!)
  )
    end++
  const moved = all.slice(from, end)
  return [...all.slice(0, to), ...moved, '', ...all.slice(to, from), ...all.slice(end)].join('\n')
}

function relabelled(text: string, label: (letter: string) => string): string {
  const found = text.split('\n').filter((line) => option.test(line))
  if (found.length < 2) return text
  return lines(text, (line) => {
    const match = option.exec(line)
    return match ? `${match[1]}${label((match[2] ?? match[3])!.toUpperCase())}${match[4]}` : line
  })
}

export interface Variant {
  /** What was changed. */
  names: readonly string[]
  text: string
}

/** `count` variants that differ from the text, each by one to three changes. */
export function variantsOf(text: string, count: number, seed: number): Variant[] {
  const rng = Rng.of(seed, 'variants')
  const random = () => rng.uniform()
  const changes = Object.entries(/^\s*\{/.test(text) ? (isOneRow(text) ? ofData : ofRows) : ofText)
  const variants: Variant[] = []
  for (let tries = 0; variants.length < count && tries < 8 * count; tries++) {
    let changed = text
    const names: string[] = []
    // Data is one change at a time: a list is no object any more.
    const most = /^\s*\{/.test(text) ? 1 : 1 + Math.floor(random() * 3)
    for (let k = 0; k < most; k++) {
      const [name, change] = changes[Math.floor(random() * changes.length)]!
      if (
        names.includes(name) ||
        (name.startsWith('options') && names.some((each) => each.startsWith('options')))
      )
        continue
      const next = change(changed, random)
      if (next !== changed) names.push(name)
      changed = next
    }
    if (names.length > 0) variants.push({ names, text: changed })
  }
  return variants
}
