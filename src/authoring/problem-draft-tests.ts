/**
 * Tests as text that a person writes, and back. Programs have a test a line (`f([4, 1, 5]) -> [8, 10]`,
 * `f(range(3)) -> 3`, `assert f(1) == 2`); those that read standard input have a block each, begun by
 * `input:` and `output:`. `hidden` before any of them hides it from the feedback.
 */
import {
  isArgsTest,
  testCaseSchema,
  type ArgsTest,
  type Language,
  type TestCase,
} from '../problems/problem.ts'
import { LiteralError, readArguments, readLiteral, writeLiteral } from './literal.ts'

interface TestComplaint {
  field: 'tests'
  /** 1-based; null when it is about the whole of it. */
  line: number | null
  message: string
}

/** Tests that could be read, the line of each (from 1), and what is wrong with the other lines. */
export interface TestsReading {
  tests: TestCase[]
  lines: number[]
  complaints: TestComplaint[]
}

export const testForm = 'A test is written f(input) -> output, for instance f([4, 1, 5]) -> [8, 10].'
export const stdinForm =
  'A test is a line "input:", what the program reads, a line "output:", and what it should print.'

const hiddenMark = /^hidden\b:?\s*/i

/** `f([4, 1, 5])` and `[8, 10]`, as a panel shows them side by side. An assert has no second part. */
export function testWords(test: TestCase, name = 'f'): { call: string; expected: string | null } {
  if (isArgsTest(test))
    return {
      call: `${name}(${test.args.map(writeLiteral).join(', ')})`,
      expected: writeLiteral(test.expected),
    }
  if ('call' in test) return { call: test.call, expected: writeLiteral(test.expected) }
  if ('assert' in test) return { call: test.assert, expected: null }
  return { call: test.stdin.trimEnd(), expected: test.stdout.trimEnd() }
}

/**
 * One test as text; several lines for standard input and for asserts of several. What these forms
 * would not bring back as it was is written in the problem's own JSON, on a line.
 */
export function testText(test: TestCase, name?: string, language: Language = 'javascript'): string {
  const plain = plainText(test, name)
  const { tests, complaints } = 'stdin' in test ? readStdinTests(plain) : readTests(plain, language, name)
  const back = complaints.length === 0 && tests.length === 1 ? tests[0]! : null
  return back !== null && JSON.stringify(ordered(back)) === JSON.stringify(ordered(test))
    ? plain
    : JSON.stringify(test)
}

/** White space at the end of what is printed is never compared; a last line end is the same as none. */
function ordered({ hidden = false, ...test }: TestCase): unknown {
  return 'stdin' in test
    ? [hidden, `${test.stdin.replace(/\n$/, '')}\n`, test.stdout.trimEnd()]
    : [hidden, Object.entries(test).sort(([a], [b]) => (a < b ? -1 : 1))]
}

function plainText(test: TestCase, name?: string): string {
  const hidden = test.hidden ? 'hidden ' : ''
  if ('stdin' in test)
    return `${hidden}input:\n${test.stdin.replace(/\n$/, '')}\noutput:\n${test.stdout.trimEnd()}\n`
  if ('assert' in test) {
    const lines = test.assert.split('\n')
    return lines.length > 1
      ? `${hidden}assert:\n${lines.map((line) => `  ${line}`).join('\n')}`
      : `${hidden}${/^assert\b/.test(test.assert) ? '' : 'assert '}${test.assert}`
  }
  const { call, expected } = testWords(test, name)
  return `${hidden}${call} -> ${expected}`
}

/** `name`: of the function that is called. */
export function testsText(tests: readonly TestCase[], name?: string, language?: Language): string {
  return tests
    .map((test) => testText(test, name, language))
    .join('\n')
    .trimEnd()
}

/** A test in the problem's own JSON. */
function jsonTest(line: string): TestCase | null {
  if (!line.startsWith('{"')) return null
  try {
    const read = testCaseSchema.safeParse(JSON.parse(line))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** Calls and asserts, a line each. Blank lines and `//` or `#` remarks are skipped. */
export function readTests(text: string, language: Language = 'javascript', name?: string): TestsReading {
  const reading: TestsReading = { tests: [], lines: [], complaints: [] }
  const all = text.split('\n')
  for (let i = 0; i < all.length; i++) {
    const line = all[i]!.trim()
    if (line === '' || line.startsWith('//') || line.startsWith('#')) continue
    const first = i
    const written = jsonTest(line)
    if (written) {
      reading.tests.push(written)
      reading.lines.push(first + 1)
      continue
    }
    try {
      const hidden = hiddenMark.test(line)
      const said = line.replace(hiddenMark, '')
      let test: TestCase
      if (/^assert:$/.test(said)) {
        const body: string[] = []
        while (i + 1 < all.length && (/^\s+\S/.test(all[i + 1]!) || all[i + 1]!.trim() === ''))
          body.push(all[++i]!.replace(/^ {2}|^ $/, ''))
        if (body.join('').trim() === '')
          throw new LiteralError(
            'The lines of the assert are missing: write them below, set in by two spaces.',
            0,
          )
        test = { assert: body.join('\n').trimEnd() }
      } else test = readTest(said, language, name)
      reading.tests.push(hidden ? { ...test, hidden } : test)
      reading.lines.push(first + 1)
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error
      reading.complaints.push({ field: 'tests', line: first + 1, message: error.message })
    }
  }
  return reading
}

const arrow = /\s*(?:->|\u2192|=>|={2,3}|\breturns\b|\bis\b|=)\s*/y

/** Functions of the languages that tests wrap a call in: `round(f(1), 2)`, `sorted(f(1))`. */
const builtins = new Set(
  'abs all any bool bytes dict divmod enumerate float frozenset int isinstance len list map max min range repr reversed round set sorted str sum tuple type zip Array Boolean JSON Math Number Object String'.split(
    ' ',
  ),
)

/** Tuples, sets and keys that are no text: to a program in Python they are not what JSON makes of them. */
function pythonOnly(text: string): boolean {
  const { at } = readArguments(text)
  const inside = text.slice(1, at - 1).replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""')
  return /\(|\{(?!\s*(?:"|\}))/.test(inside)
}

function readTest(line: string, language: Language, name?: string): TestCase {
  const asserted = /^(?:assert|expect)\b\s*/.exec(line)
  const called = /^(?:(?:assert|expect)\s*\(?\s*)?([\p{L}_$][\p{L}\p{N}_$.]*)?\s*(?=\()/u.exec(line)
  try {
    const of = called?.[1]?.split('.')[0]
    if (!asserted && of !== undefined && of !== name && builtins.has(of))
      throw new LiteralError(`${of} is no function of this problem.`, 0)
    if (language === 'python' && called && pythonOnly(line.slice(called[0].length)))
      throw new LiteralError('A tuple or a set is no list to the program.', 0)
    return readValues(line, called)
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error
    // Inputs that are code, not values: they are run as they stand.
    if (asserted)
      return { assert: language === 'python' ? line : line.slice(asserted[0].length).replace(/;\s*$/, '') }
    const sides = /^(.+?\))\s*(?:->|\u2192)\s*(.+)$/s.exec(line)
    if (!called?.[1] || !sides || sides[1]!.length > 2000) throw error
    return { call: sides[1]!, expected: readLiteral(sides[2]!.replace(/\s*;\s*$/, '')) }
  }
}

function readValues(line: string, called: RegExpExecArray | null): ArgsTest {
  if (!called) throw new LiteralError(testForm, 0)
  const { args, rest } = readArguments(line.slice(called[0].length))
  const tail = rest.replace(/^\s*\)?/, '')
  arrow.lastIndex = 0
  const mark = arrow.exec(tail)
  if (!mark)
    throw new LiteralError(
      rest.trim() === '' ? `What it should return is missing. ${testForm}` : testForm,
      line.length - rest.length,
    )
  return { args, expected: readLiteral(tail.slice(mark[0].length).replace(/\s*;\s*$/, '')) }
}

/** Blocks of standard input and output. */
export function readStdinTests(text: string): TestsReading {
  const reading: TestsReading = { tests: [], lines: [], complaints: [] }
  let open: { line: number; hidden: boolean; stdin: string[]; stdout: string[] | null } | null = null
  const close = () => {
    if (!open) return
    const joined = (lines: readonly string[]) => `${lines.join('\n')}\n`
    if (!open.stdout)
      reading.complaints.push({
        field: 'tests',
        line: open.line,
        message: `Its output is missing. ${stdinForm}`,
      })
    else {
      reading.tests.push({
        stdin: joined(open.stdin),
        stdout: `${open.stdout.join('\n').trimEnd()}\n`,
        ...(open.hidden && { hidden: true }),
      })
      reading.lines.push(open.line)
    }
    open = null
  }
  text.split('\n').forEach((line, i) => {
    const written = jsonTest(line)
    if (written && 'stdin' in written) {
      close()
      reading.tests.push(written)
      reading.lines.push(i + 1)
      return
    }
    const head = /^\s*(hidden\s+)?(input|output)\s*:\s*$/i.exec(line)
    if (head && head[2]!.toLowerCase() === 'input') {
      close()
      open = { line: i + 1, hidden: head[1] !== undefined, stdin: [], stdout: null }
    } else if (head && open && !open.stdout) open.stdout = []
    else if (open) (open.stdout ?? open.stdin).push(line)
    else if (line.trim() !== '' && !line.trim().startsWith('#'))
      reading.complaints.push({ field: 'tests', line: i + 1, message: stdinForm })
  })
  close()
  return reading
}
