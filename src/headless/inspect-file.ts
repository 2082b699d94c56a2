/** What a file is: a model, a tokenizer, an adapter, a problem, a run or one of another program, read by the lab's own readers, which refuse in words. */
import { ExplainedError } from '../explained-error.ts'
import { readRecording, RecordingError } from '../lab/run/recording.ts'
import { llamaConfigSchema } from '../lm/config.ts'
import { ggufTokenizerFiles } from '../lm/gguf-tokenizer.ts'
import { openPeft } from '../lm/peft.ts'
import type { ByteRange } from '../lm/weights/bytes.ts'
import { openGguf } from '../lm/weights/gguf-source.ts'
import { openSafetensors } from '../lm/weights/safetensors-source.ts'
import { formats } from '../interchange/formats.ts'
import { ForeignError } from '../interchange/foreign-error.ts'
import { TraceFile, type Progress } from '../interchange/trace-file.ts'
import { WeightsError, unreadable } from '../lm/weights/weights-error.ts'
import { parseProblem } from '../verify/validate.ts'
import { ProblemError } from '../verify/problem-error.ts'

/** What was found, as plain data with its kind. */
export type Description = { kind: 'model' | 'tokenizer' | 'adapter' | 'problem' | 'run' | 'traces' } & Record<
  string,
  unknown
>

export interface Refusal {
  code: 'no-file' | 'unrecognised' | 'unreadable' | 'too-large' | 'too-slow'
  message: string
  data: { cause: string; wayOut: string }
}

/** A file is none of what the lab reads. */
class Unrecognised extends ExplainedError {
  override readonly name = 'Unrecognised'
}

/** Text beyond it is not read: no problem, tokenizer or run of the lab is as large. */
const largestText = 512 * 2 ** 20

/** Throws an ExplainedError or a RecordingError. Runs none of what it reads. */
export async function describeFile(file: ByteRange): Promise<Description> {
  const head = await file.read(0, Math.min(8, file.size))
  const magic = new TextDecoder('latin1').decode(head)
  if (magic.startsWith('GGUF')) return gguf(file)
  if (magic.startsWith('PK')) return adapter(file)
  if (magic.startsWith('PAR1')) return parquet(file)
  if (/^\s*[{[]/.test(magic)) return json(file)
  if (file.name.endsWith('.safetensors') || file.size > 8) {
    const ninth = new TextDecoder('latin1').decode(await file.read(8, Math.min(9, file.size)))
    if (ninth === '{') return safetensors(file)
  }
  throw new Unrecognised(
    `${file.name} is nothing that the lab reads.`,
    `It has ${file.size} bytes and begins with ${JSON.stringify(magic)}.`,
    'Give a model (.gguf, .safetensors), a tokenizer.json, an adapter (.zip), a problem or a run (.json).',
  )
}

async function gguf(file: ByteRange): Promise<Description> {
  const source = await openGguf(file, ggufTokenizerFiles)
  const config = llamaConfigSchema.safeParse(source.config)
  if (!config.success)
    throw unreadable(file.name, `Its description of the model is wrong: ${config.error.issues[0]!.message}`)
  const tokenizer = await source.tokenizerFiles()
  return {
    kind: 'model',
    format: 'gguf',
    ...shapeOf(source.tensors.values()),
    layers: config.data.layers,
    hiddenSize: config.data.hiddenSize,
    vocabulary: config.data.vocabulary,
    chatTemplate: typeof tokenizer.config['chat_template'] === 'string',
  }
}

async function safetensors(file: ByteRange): Promise<Description> {
  const none = () => Promise.reject(new Error('Not asked for.'))
  const source = await openSafetensors({ config: {}, weights: [file], tokenizer: none })
  const names = [...source.tensors.keys()]
  const kind = names.some((name) => /\.lora_[AB]\./.test(name)) ? 'adapter' : 'model'
  return { kind, format: 'safetensors', ...shapeOf(source.tensors.values()) }
}

function shapeOf(tensors: Iterable<{ shape: readonly number[]; type: string; bytes: number }>) {
  const all = [...tensors]
  return {
    tensors: all.length,
    parameters: all.reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    types: [...new Set(all.map(({ type }) => type))],
  }
}

async function adapter(file: ByteRange): Promise<Description> {
  const { rank, alpha, base, tensors } = await openPeft([
    {
      name: file.name.endsWith('.zip') ? file.name : `${file.name}.zip`,
      bytes: await file.read(0, file.size),
    },
  ])
  return { kind: 'adapter', format: 'peft', rank, alpha, base, tensors: tensors.size }
}

async function json(file: ByteRange): Promise<Description> {
  if (file.size > largestText)
    throw new Unrecognised(
      `${file.name} is too large to be a problem, a tokenizer or a run.`,
      `It has ${file.size} bytes of text; ${largestText} are the most.`,
      'Give a smaller file.',
    )
  const text = new TextDecoder().decode(await file.read(0, file.size))
  if (/"format"\s*:\s*"sdpo-lab-run"/.test(text.slice(0, 4096))) return run(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const traces = await tracesOf(new Blob([text]))
    if (traces) return traces
    throw unreadable(file.name, `It begins as JSON and is none (${(error as Error).message.slice(0, 200)})`)
  }
  const has = (key: string) => typeof value === 'object' && value !== null && key in value
  if (has('model') && (has('added_tokens') || has('pre_tokenizer') || has('decoder')))
    return tokenizer(file, value)
  if (has('model_type')) return config(file, value)
  if (has('peft_type'))
    return { kind: 'adapter', format: 'peft settings', base: field(value, 'base_model_name_or_path') }
  if (has('format') && has('events')) return run(text)
  if (has('statement') || has('program') || has('tests')) return problem(value)
  const traces = await tracesOf(new Blob([text]))
  if (traces) return traces
  throw new Unrecognised(
    `${file.name} is JSON, and nothing that the lab reads.`,
    'It is no problem (statement, program, tests), no tokenizer.json (model, added_tokens) and no run (format, events).',
    'Give a file that the lab or a model\u2019s maker wrote.',
  )
}

/** Completions of TRL, or whatever else another program wrote of its attempts in parquet. */
async function parquet(file: ByteRange): Promise<Description> {
  if (file.size > largestText)
    throw unreadable(
      file.name,
      `It has ${file.size} bytes, and ${largestText} are the most that is read here`,
    )
  const traces = await tracesOf(new Blob([await file.read(0, file.size)]))
  if (traces) return traces
  throw unreadable(file.name, 'It is cut, or its rows are no attempts')
}

/** A run of another program (docs/INTERCHANGE.md); null where it is none. */
async function tracesOf(file: Blob): Promise<Description | null> {
  const told: Progress[] = []
  try {
    await new TraceFile(file).list((progress) => told.push(progress))
  } catch (error) {
    if (error instanceof ForeignError) return null
    throw error
  }
  const last = told.at(-1)
  return last
    ? {
        kind: 'traces',
        format: formats.find(({ id }) => id === last.format)!.name,
        attempts: told.reduce((sum, { rows }) => sum + rows.length, 0),
        skipped: last.skipped,
        has: Object.entries(last.has).flatMap(([what, there]) => (there ? [what] : [])),
      }
    : null
}

const field = (value: unknown, key: string): unknown => (value as Record<string, unknown>)[key] ?? null

function tokenizer(file: ByteRange, value: unknown): Description {
  const model = field(value, 'model')
  if (typeof model !== 'object' || model === null) throw unreadable(file.name, 'Its model is no object')
  const vocabulary = field(model, 'vocab')
  const added = field(value, 'added_tokens')
  if (typeof vocabulary !== 'object' || vocabulary === null)
    throw unreadable(file.name, 'Its model has no vocabulary')
  if (added !== null && !Array.isArray(added)) throw unreadable(file.name, 'Its added_tokens are no list')
  return {
    kind: 'tokenizer',
    model: String(field(model, 'type')),
    vocabulary: Array.isArray(vocabulary) ? vocabulary.length : Object.keys(vocabulary).length,
    addedTokens: added?.length ?? 0,
  }
}

function config(file: ByteRange, value: unknown): Description {
  const checked = llamaConfigSchema.safeParse(value)
  if (!checked.success) {
    const { path, message } = checked.error.issues[0]!
    throw unreadable(file.name, `The lab does not run this model: ${path.map(String).join('.')}: ${message}`)
  }
  const { layers, hiddenSize, vocabulary } = checked.data
  return { kind: 'model', format: 'config', layers, hiddenSize, vocabulary }
}

function problem(value: unknown): Description {
  const { id, title, program, tests } = parseProblem(value)
  return { kind: 'problem', id, title, program: program.kind, tests: tests.length }
}

async function run(text: string): Promise<Description> {
  const { recording, notice } = await readRecording(text)
  const { events } = recording
  const start = events.find((event) => event.type === 'run-started')
  return {
    kind: 'run',
    problem: start?.problem.title ?? null,
    model: start?.model.name ?? null,
    arm: start?.config.arm ?? null,
    seed: start?.config.seed ?? null,
    updates: events.filter((event) => event.type === 'step-updated').length,
    attempts: events.filter((event) => event.type === 'attempt-sampled').length,
    passed: events.filter((event) => event.type === 'attempt-judged' && event.verdict.reward >= 1).length,
    notice,
  }
}

/** A refusal in a fixed form; null for what no reader may throw. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof RecordingError)
    return {
      code: 'unreadable',
      message: error.message,
      data: { cause: 'Its text is no run as the lab writes one.', wayOut: 'Export the run again.' },
    }
  if (
    error instanceof Unrecognised ||
    error instanceof WeightsError ||
    error instanceof ProblemError ||
    error instanceof ForeignError
  ) {
    const { message, cause, wayOut } = error.explanation
    return {
      code: error instanceof Unrecognised ? 'unrecognised' : 'unreadable',
      message,
      data: { cause, wayOut },
    }
  }
  return null
}
