/** `sdpo-lab run --endpoint`: attempts by a model on a server, and its second opinion of them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { servedSettings } from '../src/engine/served-settings.ts'
import { messageOf } from '../src/explained-error.ts'
import { openRemote } from '../src/headless/remote.ts'
import { withSettings } from '../src/headless/with-settings.ts'
import { traceLinesOf } from '../src/interchange/write-own.ts'
import { readRecording } from '../src/lab/run/recording.ts'
import { endpointUrl } from '../src/lm/wire/address.ts'
import type { RemoteModel } from '../src/lm/wire/remote-model.ts'
import { arms } from '../src/sdpo/arms.ts'
import { defaultRunConfig, type RunConfig } from '../src/sdpo/config.ts'
import type { ModelInfo } from '../src/sdpo/events.ts'
import type { Arguments } from './command.ts'

export interface RemoteLab {
  model: RemoteModel
  source: { info(): ModelInfo }
  runtime: { backend: 'node'; threads: number }
  /** Stands for its weights. */
  weights: string
  /** Where it runs, in a sentence. */
  remote: string
}

/** Throws a UsageError where what is asked cannot be done on a server, and an EndpointError where the server does not answer as it should. */
export async function openedEndpoint(
  given: Arguments,
  changes: Partial<RunConfig>,
): Promise<{ lab: RemoteLab; config: RunConfig }> {
  const asked = given.text('endpoint')!
  const name = given.text('endpoint-model')
  if (name === undefined) throw given.wrong('--endpoint needs --endpoint-model, the name of the model there.')
  const url = endpointUrl(asked, false)
  if (given.text('model') === 'tiny')
    throw given.wrong('--endpoint needs --model: a GGUF file or a folder that has its tokenizer.')
  const { arm } = settings(given, { arm: 'best-of-k', ...changes })
  if (arms[arm].trains)
    throw given.wrong(
      `The arm ${arm} trains, and a model on a server cannot be trained from here: best-of-k and multi-turn do not train.`,
    )
  const { model, info, unread } = await openRemote(
    { url, model: name, key: process.env.SDPO_LAB_KEY ?? null },
    given.text('model')!,
  )
  // To read them again costs as much as to make them, so it is done where somebody wants it.
  const reads = given.text('traces') !== undefined
  if (reads && unread) throw unread
  return {
    lab: {
      model,
      source: { info: () => ({ ...info, served: reads ? 'reads' : 'writes' }) },
      runtime: { backend: 'node', threads: 1 },
      weights: `${name} at ${url}`,
      remote: `Attempts by ${name} on the server at ${new URL(url).host}, judged on this machine. Nothing is trained.`,
    },
    config: settings(given, { ...servedSettings(info), ...changes }),
  }
}

function settings(given: Arguments, changes: Partial<RunConfig>): RunConfig {
  try {
    return withSettings({ ...defaultRunConfig, ...changes }, given.texts('set'))
  } catch (error) {
    throw given.wrong(messageOf(error))
  }
}

/** Every attempt of a run's file, student beside teacher where both read it, as trace lines. */
export async function writeTraces(from: string, to: string): Promise<void> {
  const { events } = (await readRecording(readFileSync(from, 'utf8'))).recording
  writeFileSync(
    to,
    traceLinesOf(events)
      .map((line) => `${line}\n`)
      .join(''),
  )
}
