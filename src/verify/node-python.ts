/** Pyodide in Node: the package itself. */
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { Pyodide, PythonSource } from './python/module.ts'

export const nodePython: PythonSource = {
  indexURL: `${dirname(createRequire(import.meta.url).resolve('pyodide/package.json'))}/`,
  load: async () => (await import('pyodide')) as unknown as Pyodide,
}
