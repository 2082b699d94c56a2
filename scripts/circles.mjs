/**
 * Circles of imports among our own files: `node scripts/circles.mjs [root]`. An import of types alone
 * counts too: two files that need one another's types are one file for whoever reads them, and cannot be
 * moved apart. Imports written as `import()` are left out, since they are there to break a load order.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { sourceFiles } from './source-files.mjs'

/** The files of a folder, each with the files that it imports by a relative path. */
export function importsOf(root) {
  const files = sourceFiles(root)
  const known = new Set(files)
  return new Map(
    files.map((file) => {
      const source = ts.createSourceFile(
        file,
        readFileSync(path.join(root, file), 'utf8'),
        ts.ScriptTarget.Latest,
      )
      const targets = source.statements
        .filter((each) => ts.isImportDeclaration(each) || ts.isExportDeclaration(each))
        .flatMap((each) => (each.moduleSpecifier?.text.startsWith('.') ? [each.moduleSpecifier.text] : []))
        .map((target) => path.posix.normalize(path.posix.join(path.posix.dirname(file), target)))
        .filter((target) => known.has(target))
      return [file, targets]
    }),
  )
}

/**
 * The circles of a graph of imports, each once: the strongly connected components of more than one file
 * (Tarjan's algorithm), and files that import themselves.
 * @param {Map<string, string[]>} imports
 * @returns {string[][]}
 */
export function circlesOf(imports) {
  const circles = []
  const order = new Map()
  const lowest = new Map()
  const stack = []
  const visit = (file) => {
    order.set(file, order.size)
    lowest.set(file, order.get(file))
    stack.push(file)
    for (const target of imports.get(file) ?? []) {
      if (!order.has(target)) visit(target)
      if (stack.includes(target)) lowest.set(file, Math.min(lowest.get(file), lowest.get(target)))
    }
    if (lowest.get(file) !== order.get(file)) return
    const circle = stack.splice(stack.indexOf(file))
    if (circle.length > 1 || imports.get(file)?.includes(file)) circles.push(circle.sort())
  }
  for (const file of imports.keys()) if (!order.has(file)) visit(file)
  return circles
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const circles = circlesOf(importsOf(path.resolve(process.argv[2] ?? '.')))
  for (const circle of circles) console.error(`These files import one another:\n  ${circle.join('\n  ')}`)
  process.exitCode = circles.length > 0 ? 1 : 0
}
