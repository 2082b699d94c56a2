/** Where what the command line needs lies: in a checkout, or in the package that was installed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { ExplainedError } from '../src/explained-error.ts'
import { judgeScripts } from '../src/interchange/verl-export/project.ts'
import type { NamedFile } from '../src/lm/peft.ts'

/** The sources and what is built of them lie one folder below it. */
const root = new URL('../', import.meta.url)
/** This is the package, not a checkout. */
const built = import.meta.url.endsWith('.js')
const path = (name: string) => fileURLToPath(new URL(name, root))

export function version(): string {
  return (JSON.parse(readFileSync(path('package.json'), 'utf8')) as { version: string }).version
}

/** Folder of the bundled model. */
export function bundledModel(): string {
  return path(built ? 'dist/models/tiny' : 'models/tiny')
}

/** The scripts that go with a run to a program that trains: TRL's own, or verl's with the judge of python/trl. */
export function trainingScripts(program: 'trl' | 'verl'): NamedFile[] {
  const of = (name: string, wanted: RegExp) => {
    const folder = path(built ? `dist-node/${name}` : `python/${name}`)
    return readdirSync(folder)
      .filter((file) => wanted.test(file))
      .map((file) => ({ name: file, bytes: new Uint8Array(readFileSync(`${folder}/${file}`)) }))
  }
  return program === 'trl'
    ? of('trl', /\.(?:py|txt|yaml)$/)
    : [...of('verl', /\.(?:py|sh)$/), ...of('trl', judgeScripts)]
}

/** Folder of the built page. Throws where it has not been built. */
export function builtPage(): string {
  if (existsSync(path('dist/index.html'))) return path('dist')
  throw new ExplainedError(
    'The page has not been built.',
    'This is a checkout, and dist/ is made by a build.',
    'Run `npm run build` first.',
  )
}

/** onnxruntime's WebAssembly, which the page runs on as well. */
export function runtimeBinary(): ArrayBuffer {
  const bytes = readFileSync(
    built
      ? path(
          `dist/assets/${readdirSync(path('dist/assets')).find((name) => /^ort-wasm-simd-threaded-[^.]+\.wasm$/.test(name))}`,
        )
      : createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
  )
  return new Uint8Array(bytes).buffer
}
