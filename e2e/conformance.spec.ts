/** The reference's whole updates on the browser's GPU, by the command that a person runs. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { smollm2Missing, smollm2Path } from '../src/lm/smollm2.testing.ts'
import { expect, test } from './test.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

test('update.json holds on WebGPU', async ({ backend }) => {
  test.skip(backend === 'wasm', 'The CPU builds are held to it beside the code.')
  const command = [
    'run',
    '-s',
    'conformance',
    '--',
    'reference/update.json',
    '--model',
    'reference/llama-0.9m',
    '--backend',
    'webgpu',
  ]
  const { stdout } = await promisify(execFile)('npm', command, { cwd: root })
  expect(JSON.parse(stdout)).toMatchObject({ update: { cases: 7, failed: 0 } })
})

test(`smollm2.json holds in the browser${smollm2Missing}`, async ({ backend }) => {
  test.skip(!smollm2Path, 'The model is not here.')
  test.setTimeout(480_000)
  const vectors = JSON.parse(readFileSync(join(root, 'reference/smollm2.json'), 'utf8')) as Record<
    'tokenize' | 'chat' | 'sdpo',
    unknown[]
  >
  // A CPU that plays the GPU takes a minute for what a GPU does at once: it reads one short answer. WebAssembly holds the whole file, with the model's blocks as they are.
  const short =
    backend === 'wasm'
      ? { tokenize: vectors.tokenize, chat: vectors.chat, sdpo: vectors.sdpo }
      : { sdpo: vectors.sdpo.slice(1) }
  const folder = mkdtempSync(join(tmpdir(), 'smollm2-'))
  const file = join(folder, 'smollm2.json')
  writeFileSync(file, JSON.stringify(short))
  try {
    const command = [
      'run',
      '-s',
      'conformance',
      '--',
      file,
      '--model',
      smollm2Path!,
      '--backend',
      backend,
      '--precision',
      backend === 'wasm' ? 'q8' : 'f32',
    ]
    const { stdout } = await promisify(execFile)('npm', command, { cwd: root })
    const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Record<
      string,
      { cases: number; failed: number }
    >
    for (const [section, cases] of Object.entries(short))
      expect(report[section]).toMatchObject({ cases: cases.length, failed: 0 })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
