/** The native runtime of commands and tests. Its package lives in experiments/, so that opening the lab does not install it. */
import { createRequire } from 'node:module'
import type { Ort, Runtime } from 'ort-train'
import { createNodeRuntime } from 'ort-train/node'

/** Throws where onnxruntime-node is not installed, and says how to install it. */
export function nativeRuntime(options?: { threads?: number }): Runtime {
  const require = createRequire(new URL('../experiments/package.json', import.meta.url))
  let ort: Ort
  try {
    ort = require('onnxruntime-node') as Ort
  } catch (cause) {
    throw new Error('onnxruntime-node is not installed. Run `npm ci --prefix experiments`.', { cause })
  }
  return createNodeRuntime(ort, options)
}
