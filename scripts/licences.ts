/** The licences of everything that a build carries, with their whole text: NOTICE names them, dist/licences.txt has them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'

const root = path.resolve(import.meta.dirname, '..')
const read = (...parts: string[]) => readFileSync(path.join(root, ...parts), 'utf8')

interface Manifest {
  name: string
  version: string
  license: string
  dependencies?: Record<string, string>
}
const manifestOf = (folder: string) => JSON.parse(read(folder, 'package.json')) as Manifest

/** Texts of packages that are published without theirs, and of what lies within another. */
const kept: Record<string, readonly string[]> = {
  '@cfworker/json-schema': ['cfworker-json-schema.txt'],
  'onnxruntime-web': ['onnxruntime.txt'],
  'onnxruntime-common': ['onnxruntime.txt'],
  pyodide: ['MPL-2.0.txt', 'CPython.txt'],
}
/** Ours. */
const own = ['ort-train']
/** What is under several licences ships under this one. */
const chosen: Record<string, string> = { dompurify: 'MPL-2.0 OR Apache-2.0' }

/** The packages that ship: what the lab depends on, and what those depend on. */
export function shippedPackages(): Manifest[] {
  const found = new Map<string, Manifest>()
  const add = (name: string) => {
    const folder = path.join('node_modules', name)
    if (found.has(name) || own.includes(name) || !existsSync(path.join(root, folder))) return
    const manifest = manifestOf(folder)
    found.set(name, manifest)
    Object.keys(manifest.dependencies ?? {}).forEach(add)
  }
  Object.keys(manifestOf('.').dependencies ?? {}).forEach(add)
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name))
}

/** A package's licence texts; empty where none is known. */
export function textsOf({ name }: Manifest): string[] {
  const folder = path.join('node_modules', name)
  const files = readdirSync(path.join(root, folder)).filter((file) =>
    /^(licen[cs]e|thirdpartynotices)/i.test(file),
  )
  return [
    ...files.map((file) => read(folder, file)),
    ...(kept[name] ?? []).map((file) => read('docs/licences', file)),
  ]
}

/** NOTICE, then every licence. */
export function licences(): string {
  const line = '-'.repeat(80)
  const sections = shippedPackages().map((manifest) => {
    const { name, version, license } = manifest
    const texts = textsOf(manifest)
    return [`${name} ${version}: ${chosen[name] ?? license}`, ...texts].join('\n\n')
  })
  return [read('NOTICE'), `MIT License of SDPO Lab\n\n${read('LICENSE')}`, ...sections].join(`\n${line}\n\n`)
}

/** Writes licences.txt into a build. */
export function licenceTexts(): Plugin {
  return {
    name: 'licences',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: licences() })
    },
  }
}
