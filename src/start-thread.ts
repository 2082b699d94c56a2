/** A thread of one of our own modules in Node: built beside the caller where the caller is built; in a checkout TypeScript, whose loader a thread does not take over from the command it belongs to. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker, type ResourceLimits } from 'node:worker_threads'

const bootstrap = `
const { workerData } = require('node:worker_threads')
import(workerData.loader).then(({ register }) => { register(); return import(workerData.script) })
`

/**
 * Starts a module in a thread.
 * @param script address of the module's TypeScript, as the caller's own address gives it; in a build its JavaScript lies beside the caller
 * @param data part of the thread's workerData
 */
export function startThread(script: URL, data: object, resourceLimits: ResourceLimits): Worker {
  if (import.meta.url.endsWith('.js')) {
    const built = new URL(`./${script.pathname.split('/').at(-1)!.replace(/\.ts$/, '.js')}`, import.meta.url)
    return new Worker(built, { workerData: data, resourceLimits })
  }
  const api = createRequire(import.meta.url).resolve('tsx/esm/api')
  const loader = new URL('./index.mjs', pathToFileURL(api)).href
  return new Worker(bootstrap, {
    eval: true,
    workerData: { ...data, script: script.href, loader },
    resourceLimits,
  })
}
