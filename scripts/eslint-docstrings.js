/**
 * The lint rule that every exported function has a docstring right above it. It holds where others build on
 * the code (eslint.config.js names the rooms). What a docstring must say (shapes, units, errors, source) is
 * for the reader of a change to judge: CONTRIBUTING.md.
 */

/** @type {import('eslint').Rule.RuleModule} */
export const docstrings = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      missing:
        '{{name}} is exported without a docstring: say what it does, with shapes, units and what it throws.',
    },
  },
  create(context) {
    const check = (node) => {
      const name = functionName(node.declaration)
      if (name !== undefined && !hasDocstring(context.sourceCode, node))
        context.report({ node, messageId: 'missing', data: { name } })
    }
    return { ExportNamedDeclaration: check, ExportDefaultDeclaration: check }
  },
}

/** The function that a declaration declares: by `function`, or by a constant that holds one. */
function functionName(declaration) {
  switch (declaration?.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
      return declaration.id?.name ?? 'The default'
    case 'VariableDeclaration':
      return declaration.declarations.find(({ init }) => /^(Arrow)?Function/.test(init?.type ?? ''))?.id.name
    default:
      return undefined
  }
}

/** The first comment of a file is the file's own, and what an empty line parts from a function is not the function's. */
function hasDocstring(source, node) {
  const above = source.getCommentsBefore(node).at(-1)
  return (
    above?.type === 'Block' &&
    above.range[0] > 0 &&
    /^\*\s*\S/.test(above.value) &&
    /[\p{L}\p{N}]/u.test(above.value) &&
    node.loc.start.line - above.loc.end.line <= 1
  )
}
