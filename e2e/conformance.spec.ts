/** The reference's whole updates on the browser's GPU, by the command that a person runs. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from './test.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

test('update.json holds on WebGPU', async ({ backend }) => {
  test.skip(backend === 'wasm', 'The CPU builds are held to it beside the code.')
  const command = ['run', '-s', 'conformance', '--', 'reference/update.json', '--model', 'reference/llama-0.9m', '--backend', 'webgpu']
  const { stdout } = await promisify(execFile)('npm', command, { cwd: root })
  expect(JSON.parse(stdout)).toMatchObject({ update: { cases: 7, failed: 0 } })
})
