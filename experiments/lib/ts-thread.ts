/** A thread of a TypeScript file: threads do not take over the loader that a command runs under. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker, type ResourceLimits } from 'node:worker_threads'

const bootstrap = `
const { workerData } = require('node:worker_threads')
import(workerData.loader).then(({ register }) => { register(); return import(workerData.script) })
`

/** @param script address of the file; `data` is part of its workerData */
export function startThread(script: URL, data: object, resourceLimits: ResourceLimits): Worker {
  const api = createRequire(import.meta.url).resolve('tsx/esm/api')
  const loader = new URL('./index.mjs', pathToFileURL(api)).href
  return new Worker(bootstrap, {
    eval: true,
    workerData: { ...data, script: script.href, loader },
    resourceLimits,
  })
}
