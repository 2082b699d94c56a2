/**
 * The lint rule that holds the house's borders: imports go downward only. Two folders of one rank are
 * siblings and do not know each other, but for the pairs named here.
 */
import path from 'node:path'

const ranks = {
  'App.tsx': 8,
  ui: 7,
  lab: 6,
  engine: 5,
  authoring: 5,
  results: 5,
  sdpo: 4,
  verify: 3,
  problems: 3,
  lm: 3,
  graph: 2,
  runtime: 2,
  'rng.ts': 1,
  'explained-error.ts': 1,
  offline: 1,
}
/** A judge judges problems; a problem knows no judge. */
const siblings = ['verify → problems']
/** Gradients are checked by running the graphs; a runtime is a stranger to them otherwise. */
const siblingsInTests = ['graph → runtime']
/** The app's entry (main.tsx, App.tsx) stands on top of everything. */
const roof = 8

/** @type {import('eslint').Rule.RuleModule} */
export const layers = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      upward:
        '{{from}} may not import {{to}}: imports go downward only (ui → lab → engine → sdpo → {problems, verify, lm} → {graph, runtime} → rng).',
    },
  },
  create(context) {
    const from = layerOf(context.filename, context.cwd)
    if (!from) return {}
    const allowed = /\.(test|testing)\.tsx?$/.test(context.filename)
      ? [...siblings, ...siblingsInTests]
      : siblings
    const check = (node) => {
      const source = node.source?.value
      if (typeof source !== 'string' || !source.startsWith('.')) return
      const to = layerOf(path.resolve(path.dirname(context.filename), source), context.cwd)
      if (
        !to ||
        to.name === from.name ||
        from.rank === roof ||
        to.rank < from.rank ||
        allowed.includes(`${from.name} → ${to.name}`)
      )
        return
      context.report({ node, messageId: 'upward', data: { from: from.name, to: to.name } })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}

function layerOf(file, root) {
  const [src, name] = path.relative(root, file).split(path.sep)
  if (src !== 'src' || name === undefined) return undefined
  return { name, rank: ranks[name] ?? roof }
}
