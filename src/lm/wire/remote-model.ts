/**
 * A model on a server, as the method sees one: it samples and reads, and has no weights here that could be trained. The
 * server tells its likeliest tokens alone, so what wants whole distributions is not to be had: divergences and entropies are
 * those of the tokens that both readers named with all others as one, which is never more than the whole distributions' own.
 */
import { llamaConfigSchema, type LlamaConfig } from '../config.ts'
import { divergenceOf, entropy, withTail } from '../distributions.ts'
import type {
  AskedRow,
  ComparedPosition,
  ComparisonRequest,
  LanguageModel,
  Sample,
  SampleRequest,
  Scored,
  Theta,
} from '../model.ts'
import type { Tokenizer } from '../tokenizer.ts'
import type { Endpoint, Ranked } from './endpoint.ts'
import { EndpointError } from './endpoint-error.ts'

/** As many as vLLM gives unless its --max-logprobs says otherwise. */
export const mostRanked = 20
/** Questions under way at once. */
const atOnce = 8

export class RemoteModel implements LanguageModel {
  readonly config: LlamaConfig
  readonly thetaLength = 0

  /** `vocabulary` and `maxPositions`: of the model on the server. */
  constructor(
    private readonly endpoint: Endpoint,
    readonly tokenizer: Tokenizer,
    { vocabulary, maxPositions }: { vocabulary: number; maxPositions: number },
  ) {
    // Of the architecture only these two are known, and nothing else of it is asked.
    this.config = llamaConfigSchema.parse({
      model_type: 'llama',
      hidden_size: 4,
      num_hidden_layers: 1,
      num_attention_heads: 1,
      intermediate_size: 4,
      vocab_size: vocabulary,
      rms_norm_eps: 1e-5,
      max_position_embeddings: maxPositions,
    })
  }

  /** Log-probabilities are those that the server gives, at temperature 1. Throws an EndpointError. */
  async sample({
    prompt,
    theta,
    rngs,
    maxNewTokens,
    temperature,
    topP,
    onToken,
  }: SampleRequest): Promise<Sample[]> {
    onlyBase(theta)
    onlyOne(temperature)
    const done: number[][] = rngs.map(() => [])
    return inTurn(rngs, async (rng, i) => {
      const sample = await this.endpoint.sample(prompt, {
        maxNewTokens,
        topP,
        temperature,
        seed: rng.below(2 ** 31),
      })
      done[i] = sample.tokens
      onToken?.(done)
      return sample
    })
  }

  /** A server has no whole rows. */
  score(): Promise<Scored[]> {
    return Promise.reject(
      new EndpointError(
        'Whole distributions are not to be had from a server.',
        `It gives the ${mostRanked} likeliest tokens of a position.`,
        'Use an arm that does not train, or a model on this machine.',
      ),
    )
  }

  /** Divergence and entropies are lower bounds (see above); candidates that one reader did not name are left out. Throws an EndpointError. */
  async compare({
    student,
    teacher,
    temperature,
    alpha,
    k,
  }: ComparisonRequest): Promise<ComparedPosition[][]> {
    onlyBase(student.theta)
    onlyBase(teacher.theta)
    onlyOne(temperature)
    const asks = [student, teacher].flatMap(({ rows }) => rows)
    const read = await inTurn(asks, ({ prompt, response }) =>
      this.endpoint.score(prompt, response, mostRanked),
    )
    return student.rows.map(({ response }, row) =>
      response.map((token, at) =>
        comparedAt(token, read[row]![at]!, read[student.rows.length + row]![at]!, alpha, k),
      ),
    )
  }

  /** Throws an EndpointError, also where an id is not among those that the server names. */
  async logProbsAt(theta: Theta, rows: readonly AskedRow[], temperature: number): Promise<number[][][]> {
    onlyBase(theta)
    onlyOne(temperature)
    return inTurn(rows, async ({ prompt, response, ids }) => {
      const read = await this.endpoint.score(prompt, response, mostRanked)
      return ids.map((asked, at) =>
        asked.map((id) => {
          const value = read[at]!.get(id)
          if (value !== undefined) return value
          throw new EndpointError(
            `The server does not say how likely ${JSON.stringify(this.tokenizer.piece(id))} was.`,
            `It names the token that stands there and its ${mostRanked} likeliest.`,
            'Ask about one of those.',
          )
        }),
      )
    })
  }
}

function comparedAt(
  token: number,
  student: Ranked,
  teacher: Ranked,
  alpha: number,
  k: number,
): ComparedPosition {
  const likeliest = (ranked: Ranked) =>
    [...ranked]
      .sort(([, a], [, b]) => b - a)
      .slice(0, k)
      .map(([id]) => id)
  const both = [...student.keys()].filter((id) => teacher.has(id))
  const shown = [token, ...likeliest(student), ...likeliest(teacher)].filter((id) => both.includes(id))
  const on = (ranked: Ranked, ids: readonly number[]) => ids.map((id) => ranked.get(id)!)
  return {
    ids: shown,
    student: on(student, shown),
    teacher: on(teacher, shown),
    divergence: divergenceOf(withTail(on(student, both)), withTail(on(teacher, both)), alpha),
    studentEntropy: entropy(withTail([...student.values()])),
    teacherEntropy: entropy(withTail([...teacher.values()])),
  }
}

function onlyBase(theta: Theta): void {
  if (theta !== null) throw new TypeError('A model on a server has no adapter of ours.')
}

function onlyOne(temperature: number): void {
  if (temperature === 1) return
  throw new EndpointError(
    'A model on a server is read at temperature 1 alone.',
    `The run\u2019s temperature is ${temperature}, and the server\u2019s log-probabilities are those at 1.`,
    'Set the temperature to 1.',
  )
}

/** All of them in their order, a few at once; the first that fails is told. */
async function inTurn<T, R>(items: readonly T[], ask: (item: T, i: number) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: Math.min(atOnce, items.length) }, async () => {
      while (next < items.length) {
        const i = next++
        results[i] = await ask(items[i]!, i)
      }
    }),
  )
  return results
}
