/** The title of a pasted problem, and what sites put around its statement. */
import { headingOf } from './headings.ts'

/** What sites put around a problem, which is no part of it. */
const noise =
  /^\s*(?:easy|medium|hard|topics|companies|hint|copy|copied!?|solved|premium lock icon|score\s*:\s*\d+ points?|time limit per test.*|memory limit per test.*|[\u26a1\u23f1]?\s*time limit\s*:.*|memory limit\s*:.*|input ?: ?standard input|output ?: ?standard output|input ?standard input|output ?standard output)\s*$/i
const fence = /^\s*(?:```|~~~)\w*\s*$/

function isNoise(line: string): boolean {
  return line.length < 100 && (noise.test(line) || fence.test(line))
}

/** Headings that say no more than that the statement follows. */
function isEmptyHead(lines: readonly string[], taken: ReadonlySet<number>, i: number): boolean {
  const heading = lines[i]!.length < 200 ? headingOf(lines[i]!) : null
  if (!heading || heading.rest !== '') return false
  if (heading.kind === 'statement') return true
  if (!/^(?:example|sample-.*|explanation)$/.test(heading.kind)) return false
  // What stood below it was taken out.
  for (let k = i + 1; k < lines.length; k++) {
    if (lines[k]!.trim() === '') continue
    if (taken.has(k)) return true
    const below = headingOf(lines[k]!)
    return below !== null && below.kind !== 'input'
  }
  return true
}

export function statementOf(
  lines: readonly string[],
  taken: ReadonlySet<number>,
  replaced: ReadonlyMap<number, string> = new Map(),
): string {
  return lines
    .map((line, i) =>
      taken.has(i) || isNoise(line) || isEmptyHead(lines, taken, i) ? '' : (replaced.get(i) ?? line),
    )
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** A line that is one of several choices. */
const isOption = /^\s*(?:[-*\u2022|]\s*)?[*_]{0,2}[([]?\s?(?:[A-Ja-j]|\d{1,2})\s?[)\].:|\uff0e\u3001]/
/** Words that a question or a task begins with; a name has capitals after them, a sentence has words in small letters or numbers. */
const imperative =
  /^(?:write|compute|find|given|implement|create|calculate|solve|what|which|who|whom|whose|how|when|where|why|is|are|was|does|do|did|can|convert|evaluate|simplify|determine|show|prove|print|return|let|if|translate|name|list|choose|select|complete|fill|define|make|sort|count|reverse|check|state|give|explain|factor|expand|differentiate|integrate|estimate|round|add|subtract|multiply|divide)\s/i
const asks = (title: string) =>
  imperative.test(title) && /\s\p{Ll}{4,}(?!\S*\p{Lu})|[=+*^?]|\d\s*[-/]\s*\d/u.test(title)

/** A first line that names the problem; it is taken out of the statement. */
export function takeTitle(lines: readonly string[], taken: Set<number>): string {
  const at = lines.findIndex(
    (line, i) =>
      line.trim() !== '' && !taken.has(i) && !isNoise(line) && headingOf(line)?.kind !== 'statement',
  )
  const line = lines[at]?.trim() ?? ''
  if (at < 0 || line.length > 120) return ''
  const heading = headingOf(line)
  if (heading && !/^#/.test(line)) return ''
  const more = lines.some((each, i) => i > at && each.trim() !== '' && !taken.has(i) && !isOption.test(each))
  const numbered =
    /^(?:(?:problem\s+)?(?:[A-PR-Z]\d?|\d{1,5})\s*[.:\-\u2013]\s+|#{1,4}\s+(?:\d{1,5}\.\s*)?|-{2,3}\s+(?=.*-{2,3}$)|(?:title|problem|task)\s*:\s*)(\S.*)$/i.exec(
      line,
    )
  const bare =
    line.length <= 60 &&
    ((lines[at + 1] ?? '').trim() === '' ||
      /^\p{Lu}.{60}/u.test(lines[at + 1] ?? '') ||
      isNoise(lines[at + 1] ?? '')) &&
    /^[\p{Lu}\p{Lo}]/u.test(line) &&
    !/[.?!:,;\u3002\uff1f]$/.test(line)
      ? line
      : undefined
  const title = (numbered && !/[.?]$/.test(numbered[1]!) ? numbered[1]! : bare)
    ?.replace(/\s*[-*_#]+$/g, '')
    .trim()
  if (title === undefined || !more) return ''
  // A question or a task is no mere name: it stays in the statement.
  if (!asks(title)) taken.add(at)
  return title
}
