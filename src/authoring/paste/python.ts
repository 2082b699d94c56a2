/**
 * Python as test files hold it: a `def` with its docstring (HumanEval's prompts), `>>>` doctests, and
 * `def check(candidate)` with asserts. The docstring's prose becomes the statement, a body the solution.
 */
import type { Found, NotUnderstood, PasteReader, PastedTest } from './pasted.ts'
import { assertTest, callTest } from './calls.ts'
import { quoted } from './text.ts'

const definition = /^(\s*)(?:async\s+)?def\s+([\p{L}_][\p{L}\p{N}_]{0,99})\s*\((.*)$/u
const indentOf = (line: string) => /^\s*/.exec(line)![0].length

export const readPython: PasteReader = (lines, free) => {
  const found: Pieces = { taken: [], tests: [], notUnderstood: [], understood: [] }
  for (let i = 0; i < lines.length; i++) {
    const def = free(i) && lines[i]!.length < 2000 ? definition.exec(lines[i]!) : null
    if (def) i = readDefinition(lines, i, def, found) - 1
    else if (free(i) && /^\s*>>> /.test(lines[i]!)) i = readDoctests(lines, i, lines.length, found) - 1
  }
  const { name, tests } = found
  if (found.taken.length === 0) return null
  // HumanEval's imports and metadata serve the code that was taken out.
  lines.forEach((line, i) => {
    if (
      free(i) &&
      /^(?:from\s+\w[\w.]*\s+import\s|import\s+\w|METADATA\s*=\s*\{|class Solution\b|@\w+)/.test(line)
    )
      found.taken.push(i)
  })
  if (tests.length > 0)
    found.understood.push(
      `${tests.length} ${tests.length === 1 ? 'test' : 'tests'} from doctests and asserts`,
    )
  return { ...found, language: 'python', ...(name !== undefined && { name }) }
}

type Pieces = {
  taken: number[]
  tests: PastedTest[]
  notUnderstood: NotUnderstood[]
  understood: string[]
} & Pick<Found, 'name' | 'signature' | 'parameters' | 'prose' | 'solution'>

/** Reads one definition; the index of the line after it. */
function readDefinition(lines: readonly string[], at: number, def: RegExpExecArray, found: Pieces): number {
  const indent = def[1]!.length
  let head = at
  while (head < lines.length - 1 && head < at + 20 && !/:\s*(?:#.*)?$/.test(lines[head]!)) head++
  let end = head + 1
  while (end < lines.length && (lines[end]!.trim() === '' || indentOf(lines[end]!) > indent)) end++
  while (end > head + 1 && lines[end - 1]!.trim() === '') end--
  for (let i = at; i < end; i++) found.taken.push(i)

  if (/^(?:check|test_?\w*)$/.test(def[2]!)) return readCheck(lines, head + 1, end, found)
  const signature = lines
    .slice(at, head + 1)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:async )?def /, '')
    .replace(/:\s*(?:#.*)?$/, '')
    .replace(/\(\s*self\s*,?\s*/, '(')
  const first = found.name === undefined || found.prose === undefined
  if (first) {
    found.name = def[2]!
    found.signature = signature
    found.parameters = parametersOf(signature)
    found.understood.push(`The Python function ${def[2]!}`)
  }
  const body = readDocstring(lines, head + 1, end, found)
  const code = lines.slice(body, end).filter((line) => line.trim() !== '')
  if (
    first &&
    code.length > 0 &&
    !code.every((line) => /^\s*(?:pass|\.\.\.|#.*|raise NotImplementedError.*)$/.test(line))
  ) {
    found.solution = dedent([...lines.slice(at, head + 1), ...lines.slice(body, end)])
    found.understood.push('Its body, kept as the reference solution')
  }
  return end
}

function parametersOf(signature: string): string[] {
  const inside = signature.slice(
    signature.indexOf('(') + 1,
    signature.lastIndexOf(')') < 0 ? undefined : signature.lastIndexOf(')'),
  )
  return [...inside.matchAll(/(?:^|,)\s*\**([\p{L}_][\p{L}\p{N}_]{0,60})/gu)].map((match) => match[1]!)
}

function dedent(lines: readonly string[]): string {
  const by = Math.min(...lines.filter((line) => line.trim() !== '').map(indentOf))
  return lines
    .map((line) => line.slice(Math.min(by, indentOf(line))))
    .join('\n')
    .trimEnd()
}

/** Prose and doctests of a docstring; the index of the first line of the body. */
function readDocstring(lines: readonly string[], from: number, end: number, found: Pieces): number {
  let at = from
  while (at < end && lines[at]!.trim() === '') at++
  const open = /^\s*[rbuRBU]?("""|''')(.*)$/.exec(lines[at] ?? '')
  if (!open) return from
  const [, quote, rest] = open as unknown as [string, string, string]
  const prose: string[] = []
  let i = at
  let line = rest
  for (;;) {
    const close = line.indexOf(quote)
    const text = close < 0 ? line : line.slice(0, close)
    if (/^\s*>>> /.test(text)) {
      let last = i
      while (last < end && !lines[last]!.includes(quote)) last++
      i = readDoctests(lines, i, Math.min(last + 1, end), found, quote)
      if (i > last) break
    } else {
      prose.push(text.trim())
      i++
      if (close >= 0) break
    }
    if (i >= end) break
    line = lines[i]!
  }
  const said = paragraphs(prose)
  if (said !== '') found.prose ??= said
  return Math.min(i, end)
}

function paragraphs(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/^\s*(?:examples?|doctests?|tests?)\s*:?\s*$/gim, '')
    .replace(/\n{2,}/g, '\n\n')
    .replace(/(?<!\n)\n(?!\n)/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** `>>> call` and the value below it; the index of the first line that is neither. */
function readDoctests(
  lines: readonly string[],
  from: number,
  end: number,
  found: Pieces,
  quote = '',
): number {
  let i = from
  while (i < end) {
    const prompt = /^\s*>>> ?(.*)$/.exec(lines[i]!)
    if (!prompt) break
    const at = i
    let code = prompt[1]!
    for (i++; i < end && /^\s*\.\.\.(?: |$)/.test(lines[i]!); i++)
      code += `\n${lines[i]!.replace(/^\s*\.\.\. ?/, '')}`
    const said: string[] = []
    for (; i < end && lines[i]!.trim() !== '' && !/^\s*>>>/.test(lines[i]!); i++) {
      const closing = quote === '' ? -1 : lines[i]!.indexOf(quote)
      said.push((closing < 0 ? lines[i]! : lines[i]!.slice(0, closing)).trim())
      if (closing >= 0) {
        i++
        break
      }
    }
    for (let k = at; k < i; k++) found.taken.push(k)
    const expected = said.join('\n').trim()
    const read = callTest(code, expected)
    if (read) {
      found.tests.push(read.test)
      found.name ??= read.name ?? undefined
    } else {
      const why =
        expected === ''
          ? 'A doctest without a result says nothing that can be checked.'
          : /^Traceback/.test(expected)
            ? 'It expects an exception. Write it as an assert of your own.'
            : 'It is no call of the function with a value that can be read.'
      found.notUnderstood.push({ line: at + 1, text: quoted(`>>> ${code}`), reason: why })
    }
    while (i < end && lines[i]!.trim() === '' && /^\s*>>>/.test(lines[i + 1] ?? '')) i++
  }
  return Math.max(i, from + 1)
}

/** `def check(candidate)`: its asserts are hidden tests of the function. */
function readCheck(lines: readonly string[], from: number, end: number, found: Pieces): number {
  const named =
    found.name ?? /\bcheck\(\s*([\p{L}_]\w*)\s*\)/u.exec(lines.slice(end, end + 20).join('\n'))?.[1]
  for (let i = from; i < end; i++) {
    const line = lines[i]!.trim()
    if (line === '' || line.startsWith('#') || line === 'pass') continue
    const text = named === undefined ? line : line.replace(/\bcandidate\b/g, named)
    const read = assertTest(text)
    if (read && !('assert' in read.test && /^assert (?:True|1)\b/.test(text))) {
      found.tests.push({ ...read.test, hidden: true })
      found.name ??= read.name ?? undefined
    } else if (!read)
      found.notUnderstood.push({
        line: i + 1,
        text: quoted(line),
        reason: 'Only asserts on one line are read of a check.',
      })
  }
  for (let i = end; i < Math.min(end + 5, lines.length); i++)
    if (/^\s*check\(/.test(lines[i]!)) found.taken.push(i)
  return end
}
