/** The script language service knows every library that TypeScript ships: only the language itself stays, as in the sandbox there is no page (1 MB instead of 3). */
import type { Plugin } from 'vite'

const libraries = /languages\/features\/typescript\/lib\/lib\.js$/
const ofThePage = /^libFileMap\["lib\.(?:dom|webworker|scripthost|esnext|.*\.full)\b/

export function languageOnly(): Plugin {
  return {
    name: 'language-only',
    transform(code, id) {
      if (!libraries.test(id.split('?')[0]!)) return null
      const kept = code
        .split(/\n(?=libFileMap\["|\nexport )/)
        .filter((statement) => !ofThePage.test(statement))
        .join('\n')
      // Were the file another one some day, nothing would be cut: better told than shipped.
      if (kept.length > code.length / 2)
        this.error('The libraries of the language service are not where they were: nothing was left out.')
      return { code: kept, map: null }
    },
  }
}
