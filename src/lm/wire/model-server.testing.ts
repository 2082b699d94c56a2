/** A server that speaks vLLM's completions, driven by a model of the lab: what the endpoint engine is tried against. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LanguageModel } from '../model.ts'
import { Rng } from '../../rng.ts'

interface Asked {
  model: string
  prompt: number[]
  max_tokens: number
  temperature: number
  top_p?: number
  seed?: number
  prompt_logprobs?: number
}

/** What the server does to an answer before it is sent; what it gives back is sent as it is. */
export type Trouble = (
  path: string,
  body: string,
) => { status: number; headers?: Record<string, string>; body: string; cut?: boolean } | null

export interface TestServer {
  url: string
  trouble: Trouble
  /** What was asked, in order. */
  asked: { path: string; key: string | undefined; body: unknown }[]
  close(): Promise<unknown>
}

/** `origin`: whose pages it allows; null: none. `key`: what it wants of whoever asks; null: nothing. */
export async function serveModel(
  model: LanguageModel,
  name: string,
  { origin = null, key = null }: { origin?: string | null; key?: string | null } = {},
): Promise<TestServer> {
  const answer = async (path: string, text: string): Promise<{ status: number; body: string }> => {
    if (path.endsWith('/v1/models'))
      return ok({
        object: 'list',
        data: [{ id: name, object: 'model', max_model_len: model.config.maxPositions }],
      })
    const body = JSON.parse(text) as Asked
    if (body.model !== name)
      return {
        status: 404,
        body: JSON.stringify({ error: { message: `The model ${body.model} does not exist.` } }),
      }
    return ok(await completion(model, body))
  }
  const state: TestServer = { url: '', trouble: () => null, asked: [], close: async () => undefined }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const path = request.url!
      const allowed = origin !== null && {
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Headers': 'authorization, content-type',
      }
      if (request.method === 'OPTIONS') return void response.writeHead(204, allowed || {}).end()
      if (key !== null && request.headers.authorization !== `Bearer ${key}`) {
        const body = JSON.stringify({ error: { message: 'Unauthorized' } })
        return void response.writeHead(401, allowed || {}).end(body)
      }
      const text = Buffer.concat(parts).toString()
      state.asked.push({
        path,
        key: request.headers.authorization,
        body: text === '' ? null : JSON.parse(text),
      })
      void answer(path, text).then(({ status, body }) => {
        const troubled = state.trouble(path, body)
        const sent = troubled ?? { status, body }
        const bytes = Buffer.from(sent.body)
        response.writeHead(sent.status, {
          ...allowed,
          'Content-Type': 'application/json',
          'Content-Length': bytes.length + (troubled?.cut ? 100 : 0),
          ...troubled?.headers,
        })
        response.write(bytes)
        if (troubled?.cut) setTimeout(() => response.destroy(), 20)
        else response.end()
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  state.close = () => new Promise((resolve) => server.close(resolve))
  return state
}

const ok = (value: unknown) => ({ status: 200, body: JSON.stringify(value) })

async function completion(model: LanguageModel, asked: Asked) {
  const { prompt, max_tokens: maxNewTokens, seed = 0, top_p: topP = 1 } = asked
  if (asked.prompt_logprobs !== undefined) {
    // vLLM's: nothing for the first token, then the token that stands there and the k likeliest, by id.
    const [scored] = await model.score(null, [{ prompt: prompt.slice(0, 1), response: prompt.slice(1) }], 1)
    const rows = prompt.slice(1).map((token, i) => {
      const row = scored!.logProbs.subarray(i * scored!.vocabulary, (i + 1) * scored!.vocabulary)
      const ranked = [...row.keys()].sort((a, b) => row[b]! - row[a]!)
      const named = [...new Set([token, ...ranked.slice(0, asked.prompt_logprobs)])]
      return Object.fromEntries(
        named.map((id) => [
          id,
          { logprob: row[id], rank: ranked.indexOf(id) + 1, decoded_token: model.tokenizer.piece(id) },
        ]),
      )
    })
    return {
      object: 'text_completion',
      choices: [{ index: 0, text: '', finish_reason: 'length', prompt_logprobs: [null, ...rows] }],
    }
  }
  const [sample] = await model.sample({
    prompt,
    theta: null,
    rngs: [Rng.of(seed, 'server')],
    maxNewTokens,
    temperature: asked.temperature,
    topP,
  })
  const { tokens, logProbs, finish } = sample!
  return {
    object: 'text_completion',
    choices: [
      {
        index: 0,
        text: model.tokenizer.decode(tokens),
        finish_reason: finish === 'end' ? 'stop' : 'length',
        token_ids: tokens,
        logprobs: { tokens: tokens.map((id) => `token_id:${id}`), token_logprobs: logProbs },
      },
    ],
  }
}
