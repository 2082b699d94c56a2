/** Tests as a table of Markdown, or of tabs: a column for each argument, and one for the result. */
import type { Json } from '../../problems/problem.ts'
import { literal } from './calls.ts'
import { headingOf } from './headings.ts'
import type { PasteReader, PastedTest } from './pasted.ts'
import { quoted } from './text.ts'

const result =
  /^(?:expected(?: (?:output|result|value|return))?|results?|returns?|return value|output|answer|gives)$/i
const separator = /^[\s|:+-]*-{2,}[\s|:+-]*$/
const longest = 2000

interface Table {
  first: number
  /** The line after its last. */
  end: number
  head: string[]
  rows: { line: number; cells: string[] }[]
}

export const readTables: PasteReader = (lines, free) => {
  const table = tableOf(lines, free)
  if (!table) return null
  const text = lines
    .filter((line, i) => free(i) && line.length < longest && (i < table.first || i >= table.end))
    .join('\n')
  const named = namedIn(text, table.head)
  const at = table.head.findIndex((cell) => isResult(cell, named?.name))
  if (at < 1) return null
  const tests: PastedTest[] = []
  const unread: number[] = []
  const columns = table.head.map((_, column) => valuesOf(table.rows.map(({ cells }) => cells[column] ?? '')))
  const single = named !== null && named.parameters.length > 1 && at === 1
  table.rows.forEach(({ line }, row) => {
    const args = columns.slice(0, at).map((column) => column[row])
    const expected = columns[at]![row]
    if (expected === undefined || args.some((arg) => arg === undefined)) unread.push(line)
    // One column holds the whole call.
    else if (named !== null && at === 1 && calledWith(table.rows[row]!.cells[0]!, named.name))
      tests.push({ args: calledWith(table.rows[row]!.cells[0]!, named.name)!, expected })
    // One column holds all arguments of a function that has several.
    else if (single && Array.isArray(args[0]) && args[0].length === named.parameters.length)
      tests.push({ args: args[0], expected })
    else tests.push({ args: args as Json[], expected })
  })
  if (tests.length === 0) return null
  const heads = table.head.slice(0, at)
  const parameters = heads.every((each) => /^[A-Za-z_]\w*$/.test(each) && headingOf(each) === null)
    ? heads
    : null
  return {
    taken: Array.from({ length: table.end - table.first }, (_, i) => table.first + i),
    tests,
    understood: [`${tests.length} ${tests.length === 1 ? 'test' : 'tests'} from a table`],
    notUnderstood: unread.map((line) => ({
      line: line + 1,
      text: quoted(lines[line]!),
      reason: 'A row of a table whose values cannot be read. Write it under Tests.',
    })),
    ...(named && { name: named.name }),
    ...(named && named.parameters.length > 0
      ? { parameters: named.parameters }
      : parameters && { parameters }),
  }
}

function isResult(cell: string, name: string | undefined): boolean {
  return (
    result.test(cell) ||
    headingOf(cell)?.kind === 'output' ||
    (name !== undefined && cell.startsWith(`${name}(`))
  )
}

/** The function that the text asks for, `roman(n)` in it or at the head of the table. */
export function namedIn(
  text: string,
  head: readonly string[],
): { name: string; parameters: string[] } | null {
  const call = /`?\b([A-Za-z_]\w{0,60})\(([\w\s,]{0,100})\)`?/
  const found =
    head.map((cell) => call.exec(cell)).find((each) => each) ??
    (/\b(?:function|funktion|fonction|funci\u00f3n|write|implement|create|def)\b/i.test(text)
      ? call.exec(text)
      : null)
  const called = found
    ? null
    : /\bfunction\s+(?:called\s+|named\s+)?[`"']([A-Za-z_]\w{0,60})[`"']/i.exec(text)
  if (called) return { name: called[1]!, parameters: [] }
  return (
    found && {
      name: found[1]!,
      parameters: found[2]!
        .split(',')
        .map((each) => each.trim())
        .filter((each) => /^[A-Za-z_]\w*$/.test(each)),
    }
  )
}

/** The arguments of a cell that is a call of this function; null where it is none. */
function calledWith(cell: string, name: string): Json[] | null {
  const plain = cell.replace(/^`(.*)`$/, '$1').trim()
  return plain.startsWith(`${name}(`)
    ? (literal(`[${plain.slice(name.length + 1).replace(/\)$/, '')}]`)?.value as Json[] | null)
    : null
}

/** The values of a column. Where one of them is no value, all are texts, as they stand. */
function valuesOf(cells: readonly string[]): (Json | undefined)[] {
  const plain = cells.map((cell) => cell.replace(/^`(.*)`$/, '$1').trim())
  const read = plain.map((cell) => (cell === '' ? null : literal(cell)))
  if (read.every((each) => each !== null)) return read.map((each) => each!.value)
  const words = plain.every((cell) => !/^["'[{(]/.test(cell))
  return plain.map((cell, i) => (words ? cell : read[i]?.value))
}

function tableOf(lines: readonly string[], free: (index: number) => boolean): Table | null {
  const cellsOf = (i: number): string[] | null => {
    const line = lines[i]
    if (line === undefined || !free(i) || line.length > longest) return null
    if (/^\s*\|.*\|\s*$/.test(line))
      return line
        .trim()
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim())
    return line.includes('\t') ? line.split('\t').map((cell) => cell.trim()) : null
  }
  for (let i = 0; i < lines.length; i++) {
    const head = cellsOf(i)
    if (!head || head.length < 2 || head.some((cell) => cell === '')) continue
    const ruled = separator.test(lines[i + 1] ?? '')
    if (!ruled && !lines[i]!.includes('\t')) continue
    const rows: Table['rows'] = []
    let end = ruled ? i + 2 : i + 1
    for (let cells = cellsOf(end); cells?.length === head.length; cells = cellsOf(++end))
      rows.push({ line: end, cells })
    if (rows.length > 0) return { first: i, end, head, rows }
    i = end - 1
  }
  return null
}
