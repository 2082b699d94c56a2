#!/usr/bin/env node
/** `sdpo-lab`: what was built, where this is an installed package; in a checkout its sources. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const sources = new URL('./main.ts', import.meta.url)
if (existsSync(sources)) {
  const api = loader()
  if (api === null) {
    console.error(
      'sdpo-lab cannot start here. These are its sources, and what runs them (tsx) is not installed. In a checkout run `npm ci`; a package is made by `npm run pack`, and not by `npm pack`, which packs the sources as they are.',
    )
    process.exit(1)
  }
  const { register } = await import(new URL('./index.mjs', pathToFileURL(api)).href)
  register()
  await import(sources.href)
} else await import(new URL('../dist-node/main.js', import.meta.url).href)

/** Path of what runs sources; null where it is not installed. */
function loader() {
  try {
    return createRequire(import.meta.url).resolve('tsx/esm/api')
  } catch {
    return null
  }
}
