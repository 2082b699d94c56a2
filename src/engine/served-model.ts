/**
 * A model on a server in the place of one that was opened here: it makes attempts, reads given ones where the server has
 * `prompt_logprobs`, and trains none. Whether it does is asked before anything is made with it.
 */
import { EndpointError, NoReadingError } from '../lm/wire/endpoint-error.ts'
import { Endpoint, type EndpointAddress } from '../lm/wire/endpoint.ts'
import { mostRanked, RemoteModel } from '../lm/wire/remote-model.ts'
import { type Tokenizer } from '../lm/tokenizer.ts'
import type { ModelInfo } from '../sdpo/events.ts'
import type { ModelUse, OpenedModel } from './host.ts'
import { EngineFault } from './live-fault.ts'

/** Where the server does not say how much its model reads. */
const usualPositions = 4096

export interface Served {
  model: RemoteModel
  info: ModelInfo
  /** Why it reads no attempts again; null where it does. */
  unread: EndpointError | null
}

/**
 * One attempt of a token is made, and read, so that a run does not find out what the server lacks.
 * @param id of the model in what is told of it
 * @throws {EndpointError} where the server has no such model, or does not answer as it should
 */
export async function openServed(
  address: EndpointAddress,
  {
    tokenizer,
    id = address.model,
    fetches = fetch,
    page = null,
  }: { tokenizer: Tokenizer; id?: string; fetches?: typeof fetch; page?: string | null },
): Promise<Served> {
  const endpoint = new Endpoint(address, fetches, page)
  const maxPositions = (await endpoint.open()) ?? usualPositions
  const prompt = tokenizer.encodeChat([{ role: 'user', content: 'Hello' }])
  const { tokens } = await endpoint.sample(prompt, { maxNewTokens: 1, topP: 1, seed: 1, temperature: 1 })
  const unread = await endpoint.score(prompt, tokens, mostRanked).then(
    () => null,
    (error: unknown) => {
      if (error instanceof NoReadingError) return error
      throw error
    },
  )
  const { vocabulary } = tokenizer
  return {
    model: new RemoteModel(endpoint, tokenizer, { vocabulary, maxPositions }),
    unread,
    info: {
      id,
      name: address.model,
      // Nobody says how many there are.
      parameters: 0,
      adapterParameters: 0,
      vocabulary,
      contextLength: maxPositions,
      bytes: 0,
      readsAll: tokenizer.readsAll,
      ...(tokenizer.mayThink && { mayThink: true }),
      served: unread ? 'writes' : 'reads',
    },
  }
}

/** What runs on a server is asked there: here is nothing to train, to take home or to let go of. */
export class ServedModel implements OpenedModel {
  constructor(private readonly served: Served) {}

  async forRun({ thinking }: Pick<ModelUse, 'thinking'>): Promise<RemoteModel> {
    this.served.model.tokenizer.thinks = thinking ?? false
    return this.served.model
  }

  learner(): Promise<never> {
    return Promise.reject(untrained())
  }

  peft(): never {
    throw untrained()
  }

  checkFit(): never {
    throw untrained()
  }

  info(): ModelInfo {
    return this.served.info
  }

  async dispose(): Promise<void> {}
}

function untrained(): EngineFault {
  return new EngineFault(
    'A model on a server is not trained from here.',
    'Its weights are there: it makes attempts and reads them, and learns nothing.',
    'Choose best-of-k or multi-turn as the method, or a model that runs in this tab.',
  )
}
