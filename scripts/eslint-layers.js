/** The lint rule that holds the house's borders (scripts/layers.js): imports go downward only. */
import path from 'node:path'
import { exceptions, exceptionsInTests, floors, keptModules, strangers } from './layers.js'

/** Every room with its floor, deepest paths first, so that the first that holds a file is its own. */
const rooms = floors
  .flatMap((names, floor) => names.map((name) => ({ name, floor })))
  .sort((a, b) => b.name.split('/').length - a.name.split('/').length || (a.name === '.' ? 1 : -1))

/** @type {import('eslint').Rule.RuleModule} */
export const layers = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      upward: '{{from}} may not import {{to}}: imports go downward only (scripts/layers.js).',
      stranger: '{{from}} may not import {{to}}: they are strangers (scripts/layers.js).',
      inside: '{{from}} may not import {{to}} by its path: import the package by its name.',
      kept: '{{from}} may not import {{to}}: {{reason}}.',
    },
  },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/')
    const from = roomOf(file)
    if (!from) return {}
    const check = (node) => {
      const source = node.source?.value
      if (typeof source !== 'string') return
      const fault = faultOf(file, from, source)
      if (fault) context.report({ node, ...fault })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      // The type of a module: import('./a.ts').A
      TSImportType: check,
    }
  },
}

function faultOf(file, from, source) {
  if (!source.startsWith('.')) return faultOfModule(file, from, source)
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), source))
  const to = roomOf(target)
  if (!to) return undefined
  const data = { from: from.name, to: to.name }
  const itsPackage = packageOf(target)
  if (itsPackage && itsPackage !== packageOf(file))
    return { messageId: 'inside', data: { ...data, to: itsPackage } }
  if (areStrangers(file, target)) return { messageId: 'stranger', data }
  return mayImport(file, from, to) ? undefined : { messageId: 'upward', data }
}

function faultOfModule(file, from, source) {
  const to = rooms.find(({ name }) => name.startsWith('packages/') && within(`packages/${source}`, name))
  if (to && !mayImport(file, from, to)) return { messageId: 'upward', data: { from: from.name, to: to.name } }
  const kept = keptModules.find(({ module }) => source.startsWith(module))
  if (!kept || kept.except.test(source) || kept.rooms.some((room) => within(file, room))) return undefined
  return { messageId: 'kept', data: { from: from.name, to: source, reason: kept.reason } }
}

function mayImport(file, from, to) {
  if (from.name === to.name || to.floor < from.floor) return true
  const isTest = /\.(test|testing)\.tsx?$/.test(file)
  const allowed = isTest ? [...exceptions, ...exceptionsInTests] : exceptions
  return allowed.some((pair) => {
    const [importer, imported] = pair.split(' → ')
    return matches(from.name, importer) && matches(to.name, imported)
  })
}

/** A room's name, or every room from it downwards with `/*`. */
function matches(name, pattern) {
  return pattern.endsWith('/*') ? within(name, pattern.slice(0, -2)) : name === pattern
}

function areStrangers(file, target) {
  return Object.entries(strangers).some(
    ([room, others]) => within(file, room) && others.some((other) => within(target, other)),
  )
}

function within(file, room) {
  return file === room || file.startsWith(`${room}/`)
}

function packageOf(file) {
  return /^packages\/[^/]+/.exec(file)?.[0]
}

function roomOf(file) {
  if (file.startsWith('..') || file.includes('node_modules')) return undefined
  if (!file.includes('/')) return rooms.find(({ name }) => name === '.')
  return rooms.find(({ name }) => within(file, name))
}
