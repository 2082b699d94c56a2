import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { zipSync } from 'fflate'
import { bytesRange } from '../lm/weights/bytes.ts'
import { startProcess } from '../start-process.ts'
import { describeFile, refusalOf } from './inspect-file.ts'

const root = new URL('../../', import.meta.url)
const file = (name: string) => readFileSync(new URL(name, root))
const text = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const said = (name: string, bytes: Uint8Array) =>
  describeFile(bytesRange(name, bytes)).catch((error: unknown) => refusalOf(error))

it.each([
  ['models/tiny/model.safetensors', { kind: 'model', format: 'safetensors', parameters: 845952 }],
  ['models/tiny/config.json', { kind: 'model', format: 'config', layers: 4 }],
  ['models/tiny/tokenizer.json', { kind: 'tokenizer', vocabulary: 424 }],
  ['public/recordings/first.json', { kind: 'run', updates: 17, attempts: 136 }],
  ['reference/interchange/traces.jsonl', { kind: 'traces', attempts: 2, skipped: 0 }],
  ['reference/interchange/student.json', { kind: 'traces', attempts: 1 }],
])('recognises %s', async (name, what) => {
  // Under another name too: what a file is, its bytes say.
  expect(await said('a', file(name))).toMatchObject(what)
})

it.each([
  ['empty', new Uint8Array()],
  ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0])],
  ['GGUF cut short', text('GGUF')],
  ['a zip of nothing', zipSync({})],
  ['JSON that is none', text('{"a":')],
  ['JSON of something else', text({ hello: 'world' })],
  ['nothing but null', text('[null]')],
  ['a run without a beginning', text({ format: 'sdpo-lab-run', version: 1, events: [] })],
  ['a run of a later lab', text({ format: 'sdpo-lab-run', version: 9, events: [] })],
  ['a tokenizer without words', text({ model: { type: 'BPE' }, added_tokens: [] })],
  ['a problem without tests', text({ id: 'a', title: 'a', statement: 'a', tests: [] })],
  ['a problem 100,000 deep', text(`{"statement":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)],
])('refuses %s in a fixed form', async (name, bytes) => {
  expect(await said(name, bytes)).toEqual({
    code: expect.stringMatching(/^(unrecognised|unreadable)$/) as string,
    message: expect.stringMatching(/./) as string,
    data: { cause: expect.stringMatching(/./) as string, wayOut: expect.stringMatching(/./) as string },
  })
})

const folder = mkdtempSync(path.join(tmpdir(), 'inspect-'))
afterAll(() => rmSync(folder, { recursive: true }))

const inspected = (file: string) =>
  new Promise<{ code: unknown; out: string; errors: string }>((resolve) =>
    execFile('npx', ['tsx', 'bin/main.ts', 'inspect', file], { cwd: root }, (error, out, errors) =>
      resolve({ code: error?.code ?? 0, out, errors }),
    ),
  )

it('says so as a command, and never with a stack', async () => {
  const wrong = path.join(folder, 'wrong.json')
  writeFileSync(wrong, '{"statement": 1}')
  const ran = await inspected(wrong)
  expect(ran).toMatchObject({ code: 1, errors: '' })
  expect(JSON.parse(ran.out)).toMatchObject({ code: 'unreadable' })
})

it('ends itself where a file takes more memory than it may', async () => {
  const numbers = path.join(folder, 'numbers.json')
  writeFileSync(numbers, `{"statement":"a","tests":[${'{},'.repeat(3e6)}{}]}`)
  const script = new URL('./inspect-process.ts', import.meta.url)
  const reader = startProcess(script, [numbers, String(30e6)], [])
  const said: unknown[] = []
  reader.on('message', (message) => said.push(message))
  const signal = await new Promise((resolve) => reader.once('exit', (_, by) => resolve(by)))
  expect({ signal, said }).toEqual({ signal: 'SIGKILL', said: [] })
})
