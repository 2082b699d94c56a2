/** The text of a sample: told from prose around it, from the remark below it, and from the column beside it. */

/** Words that a description has and data has not. */
const telling =
  /\b(?:is|are|be|the|of|lines?|contains?|integers?|numbers?|strings?|prints?|output|single|given|and|for|each|first|second|one|two|separated|denot(?:es|ing)|following|format|test cases?|answer|your|you|will|must|should|with|in|to|an?|un[ae]?|le|la|les|el|los|las|der|die|das|und|eine?|enthält|zeile|ligne|línea|linha|contient|contiene|contém|si|если|числ[оа]|строк[аи]|одно|целое)\b|[≤≥]|\\le\b|整数|一行|包含|输出|与えられ|出力|してください/iu

/** Whether a text describes rather than is data. `least`: words of a description that each line has, at the least. */
export function isProse(text: string, least = 1): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length === 0) return false
  return lines.slice(0, 20).some((line) => {
    const found = line.match(new RegExp(telling.source, 'giu'))?.length ?? 0
    const words = line.match(/\p{L}{2,}/gu)?.length ?? 0
    return found >= least && (words >= 2 || /[≤≥]|整数|一行|\band\b/iu.test(line)) && line.length > 4
  })
}

/** A sentence that explains: several words that begin with a capital and end with a full stop, or a calculation that does. */
function explains(line: string): boolean {
  const trimmed = line.trim()
  const words = trimmed.match(/\p{L}{2,}/gu)?.length ?? 0
  const end = /[.!?:\u3002]$/.test(trimmed)
  if (/\u3002$/.test(trimmed) && /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2}/u.test(trimmed))
    return true
  return (
    (words >= 4 && (end || isProse(trimmed, 2))) ||
    (end && /[=+*/<>\u00d7]/.test(trimmed) && /\s/.test(trimmed)) ||
    (words >= 3 && /^(?:there|the|in|we|it|this|because|so|note|you)\b/i.test(trimmed))
  )
}

/** What is read: HackerRank shows a column of what it means beside it. */
export function dataOf(body: string): string {
  const lines = body.split('\n')
  const head = lines.findIndex((line) => /^\s*STDIN\s+Function\b/i.test(line))
  if (head < 0) return body.replace(/^\n+|\s+$/g, '')
  const column = lines[head]!.search(/Function/i)
  return lines
    .slice(head + 1)
    .filter((line) => !/^\s*-{2,}(?:\s+-{2,})*\s*$/.test(line))
    .map((line) =>
      line.includes('\t')
        ? line.split('\t')[0]!
        : /\s{2}\S/.test(line.slice(0, column)) || line.length <= column
          ? line.split(/\s{2,}/)[0]!
          : line.slice(0, column),
    )
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\s+$/g, '')
}

/** What is printed, without a sentence below it that explains it. */
export function withoutRemark(body: string): { text: string; remark: boolean } {
  const text = body.replace(/^\n+|\s+$/g, '')
  const lines = text.split('\n')
  // Where what is printed are sentences itself, only a paragraph below it can be the remark.
  const sentences = explains(lines[0] ?? '')
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!
    if (line.trim() === '' || !explains(line) || (sentences && lines[i - 1]!.trim() !== '')) continue
    // Lines of one form with those above are data, however much they say.
    const form = (each: string) => each.replace(/-?\d+(?:\.\d+)?/g, '0').trim()
    if (lines.slice(0, i).some((each) => form(each) === form(line))) continue
    return { text: lines.slice(0, i).join('\n').trimEnd(), remark: true }
  }
  return { text, remark: false }
}

/**
 * Input and output that were copied out of two columns: by tabs, else where the form of the lines
 * changes for the last time; null where neither shows.
 */
export function splitColumns(body: string): { input: string; output: string } | null {
  const lines = withoutRemark(body)
    .text.split('\n')
    .filter((line) => line.trim() !== '')
  if (lines.some((line) => line.includes('\t'))) {
    const columns = lines.map((line) => line.split('\t'))
    const column = (at: 0 | 1) =>
      columns
        .map((each) => each[at]?.trim() ?? '')
        .filter((each) => each !== '')
        .join('\n')
    return column(1) === '' ? null : { input: column(0), output: column(1) }
  }
  if (lines.length < 2) return null
  const form = (line: string) =>
    line
      .trim()
      .split(/\s+/)
      .map((word) => (/^[-+]?\d+$/.test(word) ? 'i' : /^[-+]?\d*\.\d+$/.test(word) ? 'r' : 'w'))
      .join('')
  let at = lines.length - 1
  while (at > 0 && form(lines[at - 1]!) === form(lines.at(-1)!)) at--
  const cases = /^\d+$/.test(lines[0]!.trim()) ? Number(lines[0]) : 0
  // As many lines of output as test cases, where the first line counts them.
  if (at === 0 && cases > 0 && lines.length === 2 * cases + 1) at = cases + 1
  if (at === 0) return lines.length === 2 ? { input: lines[0]!, output: lines[1]! } : null
  return { input: lines.slice(0, at).join('\n'), output: lines.slice(at).join('\n') }
}
