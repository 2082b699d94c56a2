/** In the package, in the place of src/verify/node-python.ts: Pyodide is the page's own copy. */
import { fileURLToPath } from 'node:url'
import type { Pyodide, PythonSource } from '../src/verify/python/module.ts'

const folder = new URL('../dist/pyodide/', import.meta.url)

export const nodePython: PythonSource = {
  indexURL: fileURLToPath(folder),
  load: async () => (await import(/* @vite-ignore */ new URL('pyodide.mjs', folder).href)) as Pyodide,
}
