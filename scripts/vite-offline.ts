/** Writes service-worker.js into a build, with the hash of every file, what to keep from the start, and a version that changes with any file. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { headers, isolation } from './headers.ts'

/** Kept once they were asked for: a visitor who only looks does not download models, runtimes, Python and the code editor. The JavaScript sandbox is small, and first needed after the first two. */
const later =
  /ort-wasm.*\.wasm$|^models\/|^pyodide\/|^licences\.txt$|^(?:player|embed)\.html$|\.map$|\/(?:monaco|editor\.worker|ts\.worker|codicon)[^/]*$/

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

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
        const files: Record<string, string> = {}
        for (const [name, output] of Object.entries(bundle))
          files[name] = sha256(output.type === 'chunk' ? output.code : output.source)
        for (const name of readdirSync(publicDir, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.relative(publicDir, path.join(entry.parentPath, entry.name))))
          files[name.split(path.sep).join('/')] = sha256(readFileSync(path.join(publicDir, name)))
        const worker = readFileSync(source, 'utf8')
        const build = {
          version: sha256(JSON.stringify([files, headers, worker])).slice(0, 12),
          files,
          shell: Object.keys(files).filter((name) => !later.test(name)),
          headers,
          isolation,
        }
        this.emitFile({
          type: 'asset',
          fileName: 'service-worker.js',
          source: worker.replace('= __BUILD__', () => `= ${JSON.stringify(build)}`),
        })
      },
    },
  }
}
