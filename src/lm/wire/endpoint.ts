/**
 * A server that speaks OpenAI's completions with vLLM's additions (prompts as token ids, `prompt_logprobs`): the two
 * questions that a reader of tokens asks of it, and what it may answer instead, in words.
 */
import { z } from 'zod'
import { messageOf } from '../../explained-error.ts'
import { EndpointError, NoReadingError } from './endpoint-error.ts'

export interface EndpointAddress {
  /** With the path before `/completions`: `http://localhost:8000/v1`. */
  url: string
  model: string
  /** Kept in memory alone; null where the server wants none. */
  key: string | null
}

/** A token of an answer and its log-probability at temperature 1, nats. */
export interface SampledTokens {
  tokens: number[]
  logProbs: number[]
  finish: 'end' | 'length'
}

/** Log-probabilities of the likeliest tokens at one position, and of the token that stands there, by id; nats, at temperature 1. */
export type Ranked = ReadonlyMap<number, number>

const modelsSchema = z.object({
  data: z.array(z.object({ id: z.string(), max_model_len: z.number().int().positive().nullish() })),
})
const logProb = z.number().max(1e-3)
const sampledSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        token_ids: z.array(z.number().int().nonnegative()).nullish(),
        logprobs: z
          .object({ tokens: z.array(z.string()), token_logprobs: z.array(logProb.nullable()) })
          .nullish(),
      }),
    )
    .min(1),
})
const promptLogprobsSchema = z.array(z.record(z.string(), z.object({ logprob: logProb })).nullable())
const scoredSchema = z.object({
  choices: z.array(z.object({ prompt_logprobs: promptLogprobsSchema.nullish() })).min(1),
  prompt_logprobs: promptLogprobsSchema.nullish(),
})

export class Endpoint {
  constructor(
    readonly address: EndpointAddress,
    private readonly fetches: typeof fetch = fetch,
    /** The origin of the page that asks; null where none does. */
    private readonly page: string | null = null,
  ) {}

  /** Longest sequence in tokens that the model reads; null where the server does not say. Throws an EndpointError where it has no such model. */
  async open(): Promise<number | null> {
    const { data } = this.read(modelsSchema, await this.ask('models', null))
    const found = data.find(({ id }) => id === this.address.model)
    if (!found)
      throw new EndpointError(
        `The server has no model ${this.address.model}.`,
        `It has ${data.length === 0 ? 'none' : data.map(({ id }) => id).join(', ')}.`,
        'Name one of them.',
      )
    return found.max_model_len ?? null
  }

  /** One answer. Throws an EndpointError. */
  async sample(
    prompt: readonly number[],
    {
      maxNewTokens,
      topP,
      seed,
      temperature,
    }: { maxNewTokens: number; topP: number; seed: number; temperature: number },
  ): Promise<SampledTokens> {
    const answer = this.read(
      sampledSchema,
      await this.ask('completions', {
        model: this.address.model,
        prompt,
        max_tokens: maxNewTokens,
        temperature,
        top_p: topP,
        seed,
        logprobs: 1,
        return_token_ids: true,
        return_tokens_as_token_ids: true,
      }),
    )
    const { finish_reason: finish, token_ids: ids, logprobs } = answer.choices[0]!
    const tokens =
      ids ?? logprobs?.tokens.map((token) => Number(/^token_id:(\d+)$/.exec(token)?.[1] ?? Number.NaN)) ?? []
    const logProbs = logprobs?.token_logprobs ?? []
    if (tokens.length !== logProbs.length || tokens.some(Number.isNaN) || logProbs.includes(null))
      throw new EndpointError(
        'The server did not say which tokens it wrote, with their log-probabilities.',
        `It gave ${tokens.filter((token) => !Number.isNaN(token)).length} ids and ${logProbs.length} log-probabilities.`,
        'Use a server that has `return_token_ids` (vLLM 0.10.2 or newer).',
      )
    return {
      tokens,
      logProbs: logProbs.map((value) => Math.min(0, value!)),
      finish: finish === 'length' ? 'length' : 'end',
    }
  }

  /** What the model gives every token of `response` behind `prompt`, with its `k` likeliest there. Throws an EndpointError; a NoReadingError where the server does not do that. */
  async score(prompt: readonly number[], response: readonly number[], k: number): Promise<Ranked[]> {
    const { choices, prompt_logprobs: beside } = this.read(
      scoredSchema,
      await this.ask('completions', {
        model: this.address.model,
        prompt: [...prompt, ...response],
        max_tokens: 1,
        temperature: 0,
        prompt_logprobs: k,
      }),
    )
    const all = choices[0]!.prompt_logprobs ?? beside
    if (!all)
      throw new NoReadingError(
        'The server gives no log-probabilities of a text that it is given.',
        'Its answer has no `prompt_logprobs`.',
        'Use a server that has them, as vLLM does. Without them attempts can be made and judged, but not read again.',
      )
    const read = all
      .slice(prompt.length)
      .map(
        (position) =>
          new Map(
            Object.entries(position ?? {}).map(([id, { logprob }]) => [Number(id), Math.min(0, logprob)]),
          ),
      )
    if (read.length !== response.length || response.some((id, i) => !read[i]!.has(id)))
      throw new EndpointError(
        'The server read other tokens than it was given.',
        `Its \`prompt_logprobs\` has ${all.length} positions for ${prompt.length + response.length} tokens, or lacks a token that stands there.`,
        'Check that the tokenizer is that of the model on the server.',
      )
    return read
  }

  private read<T>(schema: z.ZodType<T>, value: unknown): T {
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    const { path, message } = parsed.error.issues[0]!
    throw new EndpointError(
      'The server\u2019s answer is none that is understood.',
      `${path.map(String).join('.')}: ${message}`,
      'Use a server that speaks OpenAI\u2019s completions, as vLLM does.',
    )
  }

  private async ask(path: string, body: unknown): Promise<unknown> {
    const { url, key } = this.address
    const where = `${url}/${path}`
    let answer: Response
    let text: string
    try {
      answer = await this.fetches(where, {
        method: body === null ? 'GET' : 'POST',
        // The key goes to this address alone, and nothing of the page beside it.
        redirect: 'error',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        headers: {
          ...(body !== null && { 'Content-Type': 'application/json' }),
          ...(key !== null && { Authorization: `Bearer ${key}` }),
        },
        ...(body !== null && { body: JSON.stringify(body) }),
      })
    } catch (error) {
      throw unreachable(url, reasonOf(error), this.page)
    }
    try {
      text = await answer.text()
    } catch (error) {
      throw cutOff(messageOf(error))
    }
    if (!answer.ok) throw refusal(answer, text, this.address)
    try {
      return JSON.parse(text) as unknown
    } catch {
      throw cutOff(`it ends with ${JSON.stringify(text.slice(-40))}`)
    }
  }
}

/** A browser does not tell a server that is not there from one that refuses the page. */
function unreachable(url: string, reason: string, page: string | null): EndpointError {
  return page === null
    ? new EndpointError(
        `The server at ${url} could not be reached.`,
        `${reason}.`,
        'Check the address, and that the server runs.',
      )
    : new EndpointError(
        `The server at ${url} could not be reached from this page.`,
        `${reason}. Nothing answers there, or the server refuses pages of ${page} (CORS): a browser does not tell which.`,
        `Check that it runs, and start it so that it allows this page: vLLM with --allowed-origins '["${page}"]'.`,
      )
}

/** Node says no more than that a fetch failed, and why in its cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown }
  return cause instanceof Error && cause.message !== '' ? cause.message : messageOf(error)
}

function cutOff(how: string): EndpointError {
  return new EndpointError(
    'The server\u2019s answer was cut off.',
    `${how}.`,
    'Go on: what came before is kept. If it happens again, look at the server\u2019s log.',
  )
}

function refusal(answer: Response, text: string, { url, model, key }: EndpointAddress): EndpointError {
  const said = serverWords(text)
  const because = `It answered ${answer.status}${said === '' ? '' : `: ${said}`}.`
  switch (answer.status) {
    case 401:
    case 403:
      return new EndpointError(
        key === null ? 'The server wants a key.' : 'The server does not take this key.',
        because,
        'Give the key that the server was started with.',
      )
    case 404:
      return new EndpointError(
        `The server does not know ${model} or has no completions under ${url}.`,
        because,
        'Check the model\u2019s name, and that the address ends with /v1.',
      )
    case 429: {
      const wait = answer.headers.get('retry-after')
      return new EndpointError(
        'The server is asked too much.',
        because,
        wait === null ? 'Wait, and go on.' : `Go on after ${wait} seconds.`,
      )
    }
    default:
      return new EndpointError(
        answer.status >= 500 ? 'The server failed.' : 'The server refused what it was asked.',
        because,
        answer.status >= 500 ? 'Look at its log, and go on.' : 'Check what the server allows.',
      )
  }
}

/** What the server says went wrong, short. */
function serverWords(text: string): string {
  try {
    const { error, message, detail } = JSON.parse(text) as Record<string, unknown>
    const inner =
      typeof error === 'object' && error !== null ? (error as { message?: unknown }).message : error
    const words = [inner, message, detail].find((each) => typeof each === 'string')
    return String(words ?? '').slice(0, 300)
  } catch {
    return text.slice(0, 200).trim()
  }
}
