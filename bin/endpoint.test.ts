/** The endpoint engine against a server on this machine that speaks vLLM's schema, driven by the bundled model. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openBundled } from '../src/headless/bundled.ts'
import { openRemote } from '../src/headless/remote.ts'
import { readRecording } from '../src/lab/run/recording.ts'
import { ExplainedError } from '../src/explained-error.ts'
import { ServedModel } from '../src/engine/served-model.ts'
import { endpointUrl } from '../src/lm/wire/address.ts'
import { Rng } from '../src/rng.ts'
import { defaultRunConfig } from '../src/sdpo/config.ts'
import { serveModel, type Trouble } from '../src/lm/wire/model-server.testing.ts'
import { bundledModel } from './package-files.ts'
import { openRuntime } from './runtime.ts'

const runtime = await openRuntime('auto', 1, () => {})
const { model } = openBundled({ folder: bundledModel(), adapter: defaultRunConfig.adapter, runtime })
const server = await serveModel(model, 'tiny-on-a-server')
const folder = mkdtempSync(path.join(tmpdir(), 'sdpo-endpoint-'))
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await server.close()
  await model.dispose()
})
beforeEach(() => {
  server.trouble = () => null
  server.asked.length = 0
})
const open = (change: { model?: string; key?: string; url?: string } = {}) =>
  openRemote({ url: server.url, model: 'tiny-on-a-server', key: null, ...change }, bundledModel())

describe('a model on a server', () => {
  it('samples and reads as it does here', async () => {
    const { model: remote, info } = await open()
    expect(info).toMatchObject({
      vocabulary: model.config.vocabulary,
      contextLength: model.config.maxPositions,
    })
    const prompt = model.tokenizer.encodeChat([{ role: 'user', content: 'keep the numbers above 2' }])
    const samples = await remote.sample({
      prompt,
      theta: null,
      rngs: [Rng.of(1, 'a'), Rng.of(1, 'b')],
      maxNewTokens: 12,
      temperature: 1,
      topP: 1,
    })
    const rows = samples.map(({ tokens }) => ({ prompt, response: tokens }))
    const here = await model.score(null, rows, 1)
    const at = (row: number, position: number, id: number) =>
      here[row]!.logProbs[position * here[row]!.vocabulary + id]!
    for (const [row, { tokens, logProbs }] of samples.entries())
      tokens.forEach((id, i) => expect(Math.abs(logProbs[i]! - at(row, i, id))).toBeLessThan(1e-4))

    const teacherPrompt = model.tokenizer.encodeChat([{ role: 'user', content: 'keep the small numbers' }])
    const taught = samples.map(({ tokens }) => ({ prompt: teacherPrompt, response: tokens }))
    const there = await model.score(null, taught, 1)
    const compared = await remote.compare({
      student: { theta: null, rows },
      teacher: { theta: null, rows: taught },
      temperature: 1,
      alpha: 1,
      k: 6,
    })
    for (const [row, positions] of compared.entries())
      for (const [i, { ids, student, teacher, divergence }] of positions.entries()) {
        expect(ids[0]).toBe(samples[row]!.tokens[i])
        ids.forEach((id, k) => {
          expect(Math.abs(student[k]! - at(row, i, id))).toBeLessThan(1e-4)
          const { logProbs, vocabulary } = there[row]!
          expect(Math.abs(teacher[k]! - logProbs[i * vocabulary + id]!)).toBeLessThan(1e-4)
        })
        const whole = Array.from({ length: model.config.vocabulary }, (_, id) => {
          const [s, t] = [at(row, i, id), there[row]!.logProbs[i * there[row]!.vocabulary + id]!]
          return Math.exp(s) * (s - t)
        }).reduce((sum, value) => sum + value, 0)
        expect(divergence).toBeGreaterThanOrEqual(-1e-9)
        expect(divergence).toBeLessThanOrEqual(whole + 1e-4)
      }
  })

  const said =
    (status: number, message: string, headers = {}): Trouble =>
    (path) =>
      path.endsWith('completions') ? { status, headers, body: JSON.stringify({ error: { message } }) } : null
  const without =
    (field: string): Trouble =>
    (path, body) =>
      path.endsWith('completions')
        ? { status: 200, body: body.replaceAll(`"${field}"`, '"something_else"') }
        : null
  it.each<[string, Trouble, string]>([
    ['no key', said(401, 'Unauthorized'), 'The server wants a key.'],
    ['too many requests', said(429, 'slow down', { 'Retry-After': '7' }), 'Go on after 7 seconds.'],
    ['a failure', said(500, 'out of memory'), 'out of memory'],
    ['no such path', said(404, 'Not Found'), 'ends with /v1'],
    ['a cut answer', (_, body) => ({ status: 200, body: body.slice(0, 40), cut: true }), 'was cut off'],
    ['half an answer', (_, body) => ({ status: 200, body: body.slice(0, -9) }), 'was cut off'],
    ['no prompt_logprobs', without('prompt_logprobs'), 'no log-probabilities of a text that it is given'],
    [
      'another thing',
      () => ({ status: 200, body: '{"choices":[{"prompt_logprobs":[7]}]}' }),
      'none that is understood',
    ],
    [
      'another tokenizer',
      () => ({ status: 200, body: '{"choices":[{"prompt_logprobs":[null,{"0":{"logprob":-1}}]}]}' }),
      'read other tokens',
    ],
  ])('%s is told', async (_, trouble, words) => {
    const { model: remote } = await open()
    server.trouble = trouble
    const error = await remote
      .compare({
        student: { theta: null, rows: [{ prompt: [5, 6], response: [7, 8] }] },
        teacher: { theta: null, rows: [{ prompt: [5, 6], response: [7, 8] }] },
        temperature: 1,
        alpha: 1,
        k: 2,
      })
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ExplainedError)
    const { message, cause, wayOut } = (error as ExplainedError).explanation
    expect(`${message} ${cause} ${wayOut}`).toContain(words)
  })

  it('that does not read is told before anything is made, and is never trained', async () => {
    expect((await open()).info.served).toBe('reads')
    server.trouble = without('prompt_logprobs')
    const served = await open()
    expect(served.info.served).toBe('writes')
    expect(served.unread?.reason).toContain('no `prompt_logprobs`')
    await expect(new ServedModel(served).learner()).rejects.toThrow('not trained from here')
  })

  it.each([
    ['http://localhost:8000/v1/completions', true, 'http://localhost:8000/v1'],
    ['https://models.example/v1/', true, 'https://models.example/v1'],
    ['http://192.0.2.7:8000/v1', false, 'http://192.0.2.7:8000/v1'],
    ['http://192.0.2.7:8000/v1', true, 'without https'],
    ['https://me:secret@models.example/v1', false, 'more in it'],
    ['https://models.example/v1?key=secret', false, 'more in it'],
    ['javascript:alert(1)', true, 'no address'],
    ['models.example', true, 'no address'],
  ])('at %s (from a page: %s): %s', (text, fromPage, expected) => {
    try {
      expect(endpointUrl(text, fromPage)).toBe(expected)
    } catch (error) {
      if (!(error instanceof ExplainedError)) throw error
      expect(error.message).toContain(expected)
    }
  })

  it('is not there, or is another', async () => {
    await expect(open({ model: 'large' })).rejects.toThrow('The server has no model large.')
    await expect(open({ url: 'http://127.0.0.1:9/v1' })).rejects.toThrow('could not be reached')
  })

  it('gets the key with every question, and the run has nothing of it', async () => {
    const [out, traces] = [path.join(folder, 'run.json'), path.join(folder, 'run.jsonl')]
    const args = ['run', 'lists-gaps', '--endpoint', server.url, '--endpoint-model', 'tiny-on-a-server']
    const more = [
      '--model',
      bundledModel(),
      '--budget',
      '8',
      '--stop',
      'budget',
      '--out',
      out,
      '--traces',
      traces,
    ]
    const { code, said } = await sdpoLab([...args, ...more], { SDPO_LAB_KEY: 'my-secret' })
    expect(`${code} ${said}`).toMatch(/^[03] /)
    expect(server.asked.length).toBeGreaterThan(8)
    expect(new Set(server.asked.map(({ key }) => key))).toEqual(new Set(['Bearer my-secret']))
    const text = readFileSync(out, 'utf8')
    expect(text + readFileSync(traces, 'utf8') + said).not.toContain('my-secret')
    const { recording, notice } = await readRecording(text)
    expect(notice).toBeNull()
    expect(recording.events.find((event) => event.type === 'run-started')?.backend.reason).toContain(
      'Nothing is trained.',
    )
    const lines = readFileSync(traces, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { tokens: { teacher?: number }[]; reward: number })
    expect(lines).toHaveLength(8)
    const failed = lines.filter(({ reward }) => reward < 1)
    expect(failed.length).toBeGreaterThan(0)
    for (const { tokens } of failed)
      expect(tokens.every(({ teacher }) => teacher !== undefined && teacher <= 0)).toBe(true)
  }, 60_000)

  it.each([
    [['--arm', 'sdpo'], 'cannot be trained from here'],
    [['--set', 'temperature=0.5'], 'read at temperature 1 alone'],
  ])(
    '%j is refused in words',
    async (more, words) => {
      const args = ['run', 'lists-gaps', '--endpoint', server.url, '--endpoint-model', 'tiny-on-a-server']
      const { code, said } = await sdpoLab([
        ...args,
        '--model',
        bundledModel(),
        '--force',
        '--out',
        path.join(folder, 'no.json'),
        ...more,
      ])
      expect(code).not.toBe(0)
      expect(said).toContain(words)
    },
    60_000,
  )
})

/** The server is in this process, so the command may not block it. */
function sdpoLab(args: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number | null; said: string }>((resolve) => {
    const child = spawn(process.execPath, ['bin/sdpo-lab.mjs', ...args], { env: { ...process.env, ...env } })
    let said = ''
    child.stdout.on('data', (data: Buffer) => (said += data.toString()))
    child.stderr.on('data', (data: Buffer) => (said += data.toString()))
    child.on('close', (code) => resolve({ code, said }))
  })
}
