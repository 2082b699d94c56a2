/** `@pytest.mark.parametrize`: a test for each row of its values. */
import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'
import { testsOfBody, type TestsFound } from './python-tests.ts'
import { childrenOf, dedented, renamed, statementsOf } from './python-tree.ts'

const most = 60

/** Tests of a decorated function; null where it is decorated otherwise, or its rows are no list. */
export function testsOfParametrized(text: string, whole: SyntaxNode, def: SyntaxNode): TestsFound | null {
  const source = (node: SyntaxNode) => text.slice(node.from, node.to)
  const decorator = whole
    .getChildren('Decorator')
    .find((each) => /^@(?:pytest\.)?(?:mark\.)?parametrize\b/.test(source(each)))
  const given = decorator?.getChild('ArgList')
  const body = def.getChild('Body')
  if (!given || !body) return null
  const [names, rows] = itemsOf(given)
  if (!names || !rows || !/^(?:ArrayExpression|TupleExpression)$/.test(rows.name)) return null
  const called = [...source(names).matchAll(/[A-Za-z_]\w*/g)].map((found) => found[0])
  const found: TestsFound = { tests: [], names: [] }
  for (const row of itemsOf(rows).slice(0, most)) {
    const cells = called.length === 1 ? [unwrapped(text, row)] : cellsOf(text, row)
    if (cells.length !== called.length) return null
    const read = testOf(dedented(text, body), called, cells)
    found.tests.push(...read.tests)
    found.names.push(...read.names)
  }
  return found
}

const itemsOf = (list: SyntaxNode) =>
  childrenOf(list).filter(({ name }) => !/^[()[\],]$/.test(name) && name !== 'Comment')

function cellsOf(text: string, row: SyntaxNode): string[] {
  const inner = row.name === 'CallExpression' ? row.getChild('ArgList') : row
  if (!inner || !/^(?:TupleExpression|ArrayExpression|ArgList)$/.test(inner.name)) return []
  const items = itemsOf(inner)
  const named = items.findIndex((each) => each.name === 'AssignOp')
  return items.slice(0, named < 0 ? items.length : named - 1).map((each) => text.slice(each.from, each.to))
}

/** `pytest.param(3, id="three")` is 3. */
function unwrapped(text: string, row: SyntaxNode): string {
  const code = text.slice(row.from, row.to)
  return /^pytest\.param\b/.test(code) ? (cellsOf(text, row)[0] ?? code) : code
}

/** The body with its names replaced by the values; where it does more than assert, with the names bound before it. */
function testOf(code: string, names: readonly string[], values: readonly string[]): TestsFound {
  const body = statementsOf(parser.parse(trimmed(code)).topNode)
  if (body.every(({ name }) => name === 'AssertStatement')) {
    let plain = trimmed(code)
    // One after the other would replace what stands in the values before.
    names.forEach((name, i) => {
      plain = renamed(plain, parser.parse(plain).topNode, name, `value_${i}_`)
    })
    values.forEach((value, i) => {
      plain = plain.replaceAll(`value_${i}_`, () => value)
    })
    return testsOfBody(plain, statementsOf(parser.parse(plain).topNode), null)
  }
  const bound = names.map((name, i) => `${name} = ${values[i]!}`).join('\n')
  const whole = `${bound}\n${trimmed(code)}`
  return testsOfBody(whole, statementsOf(parser.parse(whole).topNode), null)
}

/** A body without its colon and its margin. */
function trimmed(code: string): string {
  const lines = code.replace(/^:\s*\n?/, '').split('\n')
  const margin = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)![0].length),
  )
  return lines
    .map((line) => line.slice(margin))
    .join('\n')
    .trim()
}
