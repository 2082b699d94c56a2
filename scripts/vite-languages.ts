/**
 * The page in other languages, made by the build: a module that is asked for with `?lang=de` is the same module
 * with its texts as the catalogue has them (src/languages), and so are those that it imports, as far as they have
 * any. The English page is built from the sources as they are, and fetches nothing of the others.
 */
import path from 'node:path'
import type { Plugin } from 'vite'
import { cataloguesOf, isTranslated, type Catalogue } from './languages/catalogues.ts'
import { parse, translated } from './languages/texts.ts'

const asked = /\?lang=(\w+)$/

export function languages(root: string): Plugin {
  /** By language, as they were when it was first asked for. */
  const read = new Map<string, Map<string, Catalogue>>()
  const catalogueOf = (language: string, file: string): Catalogue => {
    const all = read.get(language) ?? cataloguesOf(root, language)
    read.set(language, all)
    return all.get(file.slice('src/'.length)) ?? {}
  }
  return {
    name: 'languages',
    enforce: 'pre',
    resolveId: {
      order: 'pre',
      async handler(source, importer, options) {
        const language = asked.exec(source)?.[1] ?? (importer && asked.exec(importer)?.[1])
        // A package has no words of the page.
        if (!language || !source.startsWith('.')) return null
        const resolved = await this.resolve(source.replace(asked, ''), importer?.replace(asked, ''), {
          ...options,
          skipSelf: true,
        })
        if (!resolved || resolved.external) return resolved
        const file = path.relative(root, resolved.id).split(path.sep).join('/')
        return isTranslated(file) ? { ...resolved, id: `${resolved.id}?lang=${language}` } : resolved
      },
    },
    transform: {
      filter: { id: asked },
      handler(code, id) {
        const language = asked.exec(id)![1]!
        const file = path.relative(root, id.replace(asked, '')).split(path.sep).join('/')
        return { code: translated(parse(file, code), catalogueOf(language, file)), map: null }
      },
    },
  }
}
