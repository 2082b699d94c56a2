/** A docstring: its prose as paragraphs, and its doctests. */
import { parser } from '@lezer/python'
import type { NotUnderstood, PastedTest } from './pasted.ts'
import { callTestOf } from './python-tests.ts'
import { statementsOf } from './python-tree.ts'
import { raisesText } from './python-unittest.ts'
import { quoted } from './text.ts'

export interface Docstring {
  prose: string
  tests: PastedTest[]
  /** Functions that the doctests call. */
  names: string[]
  notUnderstood: NotUnderstood[]
}

/** `line`: where it begins, from 1. */
export function readDocstring(text: string, line: number): Docstring {
  const found: Docstring = { prose: '', tests: [], names: [], notUnderstood: [] }
  const lines = text.split('\n')
  const prose: string[] = []
  const before: string[] = []
  for (let i = 0; i < lines.length;) {
    const prompt = /^\s*>>> ?(.*)$/.exec(lines[i]!)
    if (!prompt) {
      prose.push(lines[i]!.trim())
      i++
      continue
    }
    const at = i
    let code = prompt[1]!
    for (i++; i < lines.length && /^\s*\.\.\.(?: |$)/.test(lines[i]!); i++)
      code += `\n${lines[i]!.replace(/^\s*\.\.\. ?/, '')}`
    const said: string[] = []
    for (; i < lines.length && lines[i]!.trim() !== '' && !/^\s*>>>/.test(lines[i]!); i++)
      said.push(lines[i]!.trim())
    readDoctest(code, said.join('\n'), line + at, before, found)
  }
  return { ...found, prose: paragraphs(prose) }
}

function readDoctest(code: string, expected: string, line: number, before: string[], found: Docstring): void {
  const statement = statementsOf(parser.parse(code).topNode)[0]
  const refuse = (reason: string) => found.notUnderstood.push({ line, text: quoted(`>>> ${code}`), reason })
  if (expected === '') {
    // A doctest without a result prepares those below it.
    if (statement && statement.name !== 'ExpressionStatement') before.push(code)
    else refuse('A doctest without a result says nothing that can be checked.')
    return
  }
  if (/^Traceback/.test(expected)) {
    const error = /^([A-Za-z_]\w*)(?::.*)?$/.exec(expected.split('\n').at(-1)!)?.[1]
    if (error === undefined || !statement) refuse('It expects an exception that is not named.')
    else found.tests.push({ assert: [...before, raisesText('', error, code)].join('\n') })
    return
  }
  const call = statement?.name === 'ExpressionStatement' ? statement.firstChild : null
  const read = call && callTestOf(code, call, expected)
  if (read && before.length === 0) {
    found.tests.push(read.test)
    if (read.name !== null) found.names.push(read.name)
    return
  }
  if (call && before.length > 0) {
    found.tests.push({
      assert: [...before, `assert repr(${code.trim()}) == ${JSON.stringify(expected)}`].join('\n'),
    })
    return
  }
  refuse('It is no call of the function with a value that can be read.')
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
