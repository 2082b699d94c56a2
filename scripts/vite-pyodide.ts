/** Serves Pyodide's files as they are under /pyodide: from the package in dev, copied into dist/pyodide by a build. */
import { createReadStream, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'

/** All that a sandbox loads: the loader, the interpreter, its standard library. */
const files = ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json']
const types: Readonly<Record<string, string>> = {
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.zip': 'application/zip',
  '.json': 'application/json',
}

/** `folder`: the installed package. */
export function pyodide(folder: string): Plugin {
  return {
    name: 'pyodide',
    configureServer: (server) =>
      void server.middlewares.use((request, response, next) => {
        const name = /^\/pyodide\/([\w.-]+)(?:\?|$)/.exec(request.url ?? '')?.[1]
        if (name === undefined || !files.includes(name)) return next()
        response.setHeader('Content-Type', types[path.extname(name)]!)
        response.setHeader('Content-Length', statSync(path.join(folder, name)).size)
        createReadStream(path.join(folder, name)).pipe(response)
      }),
    generateBundle() {
      for (const name of files)
        this.emitFile({
          type: 'asset',
          fileName: `pyodide/${name}`,
          source: readFileSync(path.join(folder, name)),
        })
    },
  }
}

/** Bytes that the first problem in Python downloads. */
export function pyodideBytes(folder: string): number {
  return files.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0)
}
