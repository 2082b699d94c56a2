#!/usr/bin/env node
/** `sdpo-lab`: what was built, where this is an installed package; in a checkout its sources. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const sources = new URL('./main.ts', import.meta.url)
if (existsSync(sources)) {
  const api = createRequire(import.meta.url).resolve('tsx/esm/api')
  const { register } = await import(new URL('./index.mjs', pathToFileURL(api)).href)
  register()
  await import(sources.href)
} else await import(new URL('../dist-node/main.js', import.meta.url).href)
