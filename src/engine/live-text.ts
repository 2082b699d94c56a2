/**
 * A text of any origin as the loaded, untouched model reads it: another model's opinion of what somebody else's wrote. The
 * model cuts the text into tokens of its own.
 */
import type { LanguageModel } from '../lm/model.ts'
import type { Tokenizer } from '../lm/tokenizer.ts'
import { defaultRunConfig } from '../sdpo/config.ts'
import { rounded, rowAt } from '../sdpo/picture.ts'
import type { Host, Loaded, ModelUse } from './host.ts'
import { EngineFault } from './live-fault.ts'
import type { Command } from './protocol.ts'

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>

/**
 * Answers with the log-probability of every token of the text behind each prompt, at temperature 1. A prompt that has the
 * end of the model's chat template in it is read as it stands, any other as a user's message in the model's chat template.
 * @throws {EngineFault} where nothing of the text is left as tokens, or prompt and text are longer than the model reads
 */
export async function readText(
  host: Host,
  { model: loaded }: Loaded,
  inUse: ModelUse | null,
  { requestId, prompts, text }: CommandOf<'read-text'>,
): Promise<void> {
  const model = await loaded.forRun(inUse ?? defaultRunConfig)
  const { tokenizer } = model
  const response = tokenizer.encode(text)
  if (response.length === 0)
    throw new EngineFault(
      'There is nothing here for the model to read.',
      'The attempt has no text.',
      'Choose another attempt.',
    )
  const encoded = prompts.map((prompt) => promptTokens(tokenizer, prompt))
  const longest = Math.max(...encoded.map(({ length }) => length)) + response.length
  if (longest > model.config.maxPositions)
    throw new EngineFault(
      'The loaded model cannot read this attempt.',
      `Prompt and attempt are ${longest} of its tokens; it reads ${model.config.maxPositions}.`,
      'Load a model that reads more, or choose a shorter attempt.',
    )
  const readings: number[][] = []
  for (const prompt of encoded) readings.push(await logProbsOf(model, prompt, response))
  host.onEngineEvent({
    type: 'text-read',
    requestId,
    pieces: response.map((id) => tokenizer.piece(id)),
    readings,
    unknownWords: tokenizer.unknownWords(text),
  })
}

function promptTokens(tokenizer: Tokenizer, prompt: string): number[] {
  const mark = '\u2042'
  const behind = tokenizer
    .renderChat([{ role: 'user', content: mark }])
    .split(mark)
    .at(-1)!
    .trim()
  return behind !== '' && prompt.includes(behind)
    ? tokenizer.encode(prompt)
    : tokenizer.encodeChat([{ role: 'user', content: prompt }])
}

/** Floats of whole rows of log-probabilities that are read at once: 128 MB. */
const mostFloats = 32 * 2 ** 20

/** Of the untouched model, nats; a long text by parts, each behind the one before. */
async function logProbsOf(
  model: LanguageModel,
  prompt: readonly number[],
  response: readonly number[],
): Promise<number[]> {
  const few = await model.logProbsAt?.(null, [{ prompt, response, ids: response.map((id) => [id]) }], 1)
  if (few) return few[0]!.map(([value]) => rounded(value!))
  const most = Math.max(1, Math.floor(mostFloats / model.config.vocabulary))
  const logProbs: number[] = []
  for (let at = 0; at < response.length; at += most) {
    const part = response.slice(at, at + most)
    const [scored] = await model.score(
      null,
      [{ prompt: [...prompt, ...response.slice(0, at)], response: part }],
      1,
    )
    logProbs.push(...part.map((id, t) => rounded(rowAt(scored!, t)[id]!)))
  }
  return logProbs
}
