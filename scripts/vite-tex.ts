/**
 * Typesets formulas when the page is built: a `.tex` file holds one `name = TeX` a line, and imports as
 * its names with MathML, which browsers draw and screen readers say. No mathematics is loaded by the page.
 * Letters are variables of the page's own italic: without their class browsers would take them from a
 * system's mathematical alphabet, which not every system has.
 */
import { readFileSync } from 'node:fs'
import temml from 'temml'
import type { Plugin } from 'vite'

export function tex(): Plugin {
  return {
    name: 'tex',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('.tex')) return null
      return {
        code: `export default ${JSON.stringify(typeset(readFileSync(id, 'utf8'), id))}`,
        map: null,
        moduleType: 'js',
      }
    },
  }
}

/** @throws Error with the file's line where a formula cannot be read. */
export function typeset(source: string, file: string): Record<string, string> {
  const formulas: Record<string, string> = {}
  source.split('\n').forEach((line, i) => {
    if (line.trim() === '' || line.startsWith('%')) return
    const [, name, formula] = /^(\w+) = (.+)$/.exec(line) ?? []
    if (name === undefined || formula === undefined)
      throw new Error(`${file}:${i + 1}: a formula is name = TeX.`)
    const mathml = temml.renderToString(formula, { trust: true, annotate: false, throwOnError: true })
    formulas[name] = mathml.replace(/<mi>(\p{L})<\/mi>/gu, '<mi class="letter">$1</mi>')
  })
  return formulas
}
