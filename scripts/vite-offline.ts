/** Writes service-worker.js into a build, with the list of what to keep from the start and a version that changes with any file. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { headers } from './headers.ts'

/** Kept once they were asked for: a visitor who only looks does not download models, runtimes, Python and the code editor. The JavaScript sandbox is small, and first needed after the first two. */
const later =
  /ort-wasm.*\.wasm$|^models\/|^pyodide\/|\.map$|\/(?:monaco|editor\.worker|ts\.worker|codicon)[^/]*$/

export function offline(source: string): Plugin {
  let publicDir = ''
  return {
    name: 'offline',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => void (publicDir = config.publicDir),
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const hash = createHash('sha256')
        const files = new Set<string>(['./'])
        const add = (name: string, content: string | Uint8Array) => {
          hash.update(name).update(content)
          if (!later.test(name) && name !== 'index.html') files.add(name)
        }
        for (const [name, output] of Object.entries(bundle))
          add(name, output.type === 'chunk' ? output.code : output.source)
        for (const name of readdirSync(publicDir, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.relative(publicDir, path.join(entry.parentPath, entry.name)))) {
          add(name.split(path.sep).join('/'), readFileSync(path.join(publicDir, name)))
        }
        const build = JSON.stringify({
          version: hash.update(JSON.stringify(headers)).digest('hex').slice(0, 12),
          files: [...files].sort(),
          headers,
        })
        this.emitFile({
          type: 'asset',
          fileName: 'service-worker.js',
          source: readFileSync(source, 'utf8').replace('= __BUILD__', () => `= ${build}`),
        })
      },
    },
  }
}
