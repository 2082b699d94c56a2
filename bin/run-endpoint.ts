/** `sdpo-lab run --endpoint`: attempts by a model on a server, and its second opinion of them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { messageOf } from '../src/explained-error.ts'
import { openRemote } from '../src/headless/remote.ts'
import { withSettings } from '../src/headless/with-settings.ts'
import { traceLinesOf } from '../src/interchange/write-own.ts'
import { readRecording } from '../src/lab/run/recording.ts'
import type { RemoteModel } from '../src/lm/wire/remote-model.ts'
import { arms } from '../src/sdpo/arms.ts'
import { defaultRunConfig, ofLogits, type RunConfig } from '../src/sdpo/config.ts'
import type { ModelInfo, RunEvent } from '../src/sdpo/events.ts'
import { buildReprompts, piecesText, repromptOptions, type RepromptSample } from '../src/sdpo/reprompt.ts'
import type { Run } from '../src/sdpo/run.ts'
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
  const url = given.text('endpoint')!
  const name = given.text('endpoint-model')
  if (name === undefined) throw given.wrong('--endpoint needs --endpoint-model, the name of the model there.')
  if (!/^https?:\/\//.test(url)) throw given.wrong(`--endpoint ${url}: it begins with http:// or https://.`)
  if (given.text('model') === 'tiny')
    throw given.wrong('--endpoint needs --model: a GGUF file or a folder that has its tokenizer.')
  const config = settings(given, changes)
  if (arms[config.arm].trains)
    throw given.wrong(
      `The arm ${config.arm} trains, and a model on a server cannot be trained from here: best-of-k and multi-turn do not train.`,
    )
  const { model, info } = await openRemote(
    { url, model: name, key: process.env.SDPO_LAB_KEY ?? null },
    given.text('model')!,
  )
  return {
    lab: {
      model,
      source: { info: () => info },
      runtime: { backend: 'node', threads: 1 },
      weights: `${name} at ${url}`,
      remote: `Attempts by ${name} on the server at ${new URL(url).host}, judged on this machine. Nothing is trained.`,
    },
    config,
  }
}

function settings(given: Arguments, changes: Partial<RunConfig>): RunConfig {
  const base: RunConfig = {
    ...defaultRunConfig,
    arm: 'best-of-k',
    budget: 64,
    maxNewTokens: 512,
    reprompt: { ...defaultRunConfig.reprompt, maxTokens: 10_240 },
    loss: { ...defaultRunConfig.loss, distillation: ofLogits(1) },
  }
  try {
    return withSettings({ ...base, ...changes }, given.texts('set'))
  } catch (error) {
    throw given.wrong(messageOf(error))
  }
}

/**
 * Every attempt with what the same model makes of it once it has read its feedback, or a success beside it.
 * `from` is the run's file, `said` takes what the run says meanwhile.
 */
export async function writeTraces(
  run: Run,
  { from, to, config, said }: { from: string; to: string; config: RunConfig; said: RunEvent[] },
): Promise<void> {
  const { events } = (await readRecording(readFileSync(from, 'utf8'))).recording
  for (const { attempts, samples } of stepsOf(events)) {
    const { reprompts } = buildReprompts(samples, repromptOptions(config.reprompt))
    for (const [i, { pieces, mask }] of reprompts.entries()) {
      if (mask === 0) continue
      const attempt = attempts[i]!
      const { positions } = await run.reread(attempt, pieces)
      said.push(
        { type: 'attempt-reprompted', attempt, mask, pieces },
        { type: 'attempt-scored', attempt, positions },
      )
    }
  }
  const lines = traceLinesOf([...events, ...said])
  writeFileSync(to, lines.map((line) => `${line}\n`).join(''))
}

function stepsOf(events: readonly RunEvent[]) {
  const steps = new Map<number, { attempts: number[]; samples: RepromptSample[] }>()
  const started = events.find((event) => event.type === 'run-started')!
  const verdicts = new Map(
    events.flatMap((event) =>
      event.type === 'attempt-judged' ? [[event.attempt, event.verdict] as const] : [],
    ),
  )
  for (const event of events) {
    if (event.type !== 'attempt-sampled') continue
    const verdict = verdicts.get(event.attempt)
    if (!verdict) continue
    const step = steps.get(event.step) ?? { attempts: [], samples: [] }
    step.attempts.push(event.attempt)
    step.samples.push({
      group: started.problem.id,
      prompt: event.pieces ? piecesText(event.pieces) : started.question,
      response: event.text,
      score: verdict.reward,
      feedback: verdict.feedback,
    })
    steps.set(event.step, step)
  }
  return [...steps.values()]
}
