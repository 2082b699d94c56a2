/** The signature of one function of a piece of Python. */
import { parser } from '@lezer/python'
import { childrenOf } from './python-tree.ts'

/** `f(x, y=1)`; null where the code defines no function of that name. */
export function signatureOf(code: string, name: string): string | null {
  for (const node of childrenOf(parser.parse(code).topNode)) {
    const def = node.name === 'DecoratedStatement' ? node.lastChild! : node
    const called = def.name === 'FunctionDefinition' ? def.getChild('VariableName') : null
    const list = def.getChild('ParamList')
    if (!called || !list || code.slice(called.from, called.to) !== name) continue
    return `${name}${code.slice(list.from, list.to)}`.replace(/\s+/g, ' ')
  }
  return null
}
