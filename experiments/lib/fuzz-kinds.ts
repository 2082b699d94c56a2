/** What comes from strangers, a kind each: valid samples, how they are changed, and the lab's own reader of it. */
import { readFileSync } from 'node:fs'
import * as pasted from '../../src/authoring/paste/samples.testing.ts'
import { readPasted } from '../../src/authoring/paste/read.ts'
import { TraceFile } from '../../src/interchange/trace-file.ts'
import { decodeShare } from '../../src/lab/control/share.ts'
import { Preferences } from '../../src/lab/history/preferences.ts'
import { readRecording, writeRecording } from '../../src/lab/run/recording.ts'
import { RunLog } from '../../src/lab/run/run-log.ts'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { adapterParameters, baseParameters } from '../../src/lm/parameters.ts'
import { peftFiles, zipped } from '../../src/lm/peft.ts'
import { writeSafetensors, type HostTensor } from '../../src/lm/safetensors.ts'
import { Tokenizer } from '../../src/lm/tokenizer.ts'
import { bytesRange } from '../../src/lm/weights/bytes.ts'
import { llamaAsGguf } from '../../src/lm/weights/gguf.testing.ts'
import { presets } from '../../src/problems/presets.ts'
import type { Rng } from '../../src/rng.ts'
import { parseProblem } from '../../src/verify/validate.ts'
import { describeFile } from '../../src/headless/inspect-file.ts'
import { mutatedBytes, mutatedText, mutatedValue } from './mutate.ts'

export const fuzzKinds = [
  'gguf',
  'safetensors',
  'tokenizer',
  'adapter',
  'problem',
  'run',
  'link',
  'paste',
  'settings',
  'trace',
  'parquet',
] as const
export type FuzzKind = (typeof fuzzKinds)[number]

interface Fuzzed {
  /** Bytes of the input, as near as they are known. */
  size: number
  read(): Promise<unknown> | unknown
}

const root = new URL('../../', import.meta.url)
const json = (path: string) =>
  JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Record<string, unknown>

const config = {
  model_type: 'llama',
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  intermediate_size: 24,
  vocab_size: 40,
  rms_norm_eps: 1e-5,
  rope_theta: 100000,
  max_position_embeddings: 512,
  tie_word_embeddings: true,
}
const llama = llamaConfigSchema.parse(config)
const tensors = new Map<string, HostTensor>(
  baseParameters(llama).map(({ name, shape }) => [
    name,
    { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5) },
  ]),
)
const gguf = llamaAsGguf(config, tensors, {
  'tokenizer.ggml.model': 'llama',
  'tokenizer.ggml.tokens': Array.from(
    { length: 40 },
    (_, i) => ['<unk>', '<s>', '</s>'][i] ?? 'ab'.repeat(i),
  ),
  'tokenizer.ggml.scores': Float32Array.from({ length: 40 }, (_, i) => -i),
  'tokenizer.ggml.token_type': Int32Array.from({ length: 40 }, (_, i) => [2, 3, 3][i] ?? 1),
  'tokenizer.ggml.eos_token_id': 2,
})
const safetensors = writeSafetensors(tensors)
const theta = new Float32Array(
  adapterParameters(llama, 2).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
)
const adapter = peftFiles(theta, llama, { rank: 2, alpha: 4, base: null })
const tokenizer = json('models/tiny/tokenizer.json')
const tokenizerConfig = json('models/tiny/tokenizer_config.json')
const recording = json('public/recordings/first.json')
const events = (recording['events'] as unknown[]).slice(0, 60)
const links = [
  'r=first&u=2&b=score&a=3&t=2&m=grpo&f=0&l=4',
  `q=${encodeURIComponent(JSON.stringify(presets[0]))}&s=42&c=%7B%22temperature%22%3A0.5%7D&present=1`,
]
const samples: readonly string[] = Object.values(pasted)
const parquet = new Uint8Array(readFileSync(new URL('reference/interchange/completions_00001.parquet', root)))
const traces = ['traces.jsonl', '3.jsonl', 'completion.json', 'opd-viz.json'].map((name) =>
  readFileSync(new URL(`reference/interchange/${name}`, root), 'utf8').trim(),
)
const kept = {
  config: { budget: 400, temperature: 0.7, loss: { alpha: 0.5 } },
  theme: 'dark',
  backend: 'wasm',
}

const file = (name: string, bytes: Uint8Array): Fuzzed => ({
  size: bytes.length,
  read: () => describeFile(bytesRange(name, bytes)),
})

async function readAll(blob: Blob): Promise<void> {
  const file = new TraceFile(blob)
  let rows = 0
  await file.list((progress) => (rows += progress.rows.length))
  for (let n = 0; n < rows; n++) await file.read(n)
}

/** One input of a kind. What its reader throws is a refusal of a fixed form, or a fault. */
export function fuzzed(kind: FuzzKind, rng: Rng): Fuzzed {
  switch (kind) {
    case 'gguf':
      return file('model.gguf', mutatedBytes(gguf, rng))
    case 'safetensors':
      return file('model.safetensors', mutatedBytes(safetensors, rng))
    case 'adapter': {
      const inside = rng.below(2) === 0
      const files = adapter.map(({ name, bytes }) => ({
        name,
        bytes: inside ? mutatedBytes(bytes, rng) : bytes,
      }))
      const zip = zipped(files)
      return file('adapter.zip', inside ? zip : mutatedBytes(zip, rng))
    }
    case 'tokenizer': {
      const part = rng.below(3)
      const files = {
        tokenizer: (part === 0 ? mutatedValue(tokenizer, rng) : tokenizer) as Record<string, unknown>,
        config: (part === 1
          ? mutatedValue(tokenizerConfig, rng)
          : part === 2
            ? {
                ...tokenizerConfig,
                chat_template: mutatedText(String(tokenizerConfig['chat_template']), rng),
              }
            : tokenizerConfig) as Record<string, unknown>,
      }
      return {
        size: 30_000,
        read() {
          const made = new Tokenizer(files)
          const ids = made.encodeChat([
            { role: 'user', content: 'Given the numbers xs, keep the even ones.' },
          ])
          made.decode(ids.slice(0, 20))
          for (const id of ids.slice(0, 20)) made.piece(id)
          return made.unknownWords('zebra')
        },
      }
    }
    case 'problem': {
      const value = mutatedValue(rng.pick(presets), rng)
      const text = rng.below(3) === 0 ? mutatedText(JSON.stringify(value), rng) : JSON.stringify(value)
      return { size: text.length, read: () => parseProblem(text) }
    }
    case 'run': {
      const value = rng.below(3) === 0 ? events : (mutatedValue(events, rng) as unknown[])
      const whole = JSON.stringify({ ...recording, events: value })
      const text = rng.below(2) === 0 ? mutatedText(whole, rng) : whole
      return {
        size: text.length,
        async read() {
          const read = await readRecording(text)
          const log = RunLog.of(read.recording.events)
          for (let n = 0; n <= log.length; n += 7) log.view(n)
          return writeRecording(log.events)
        },
      }
    }
    case 'link': {
      const hash = `#${mutatedText(rng.pick(links), rng)}`
      return { size: hash.length, read: () => decodeShare(hash) }
    }
    case 'paste': {
      const text = mutatedText(rng.pick(samples), rng)
      return { size: text.length, read: () => readPasted(text) }
    }
    case 'settings': {
      const value = mutatedValue(kept, rng)
      const text = rng.below(3) === 0 ? mutatedText(JSON.stringify(value), rng) : JSON.stringify(value)
      const drawer = { getItem: () => text, setItem: () => undefined }
      return {
        size: text.length,
        read() {
          const preferences = new Preferences(drawer)
          return [
            preferences.settings(),
            preferences.problems(),
            preferences.probes(),
            preferences.draft('a'),
          ]
        },
      }
    }
    case 'trace': {
      const lines = rng.pick(traces).split('\n')
      const text = lines
        .map((line) =>
          rng.below(2) === 0 ? JSON.stringify(mutatedValue(JSON.parse(line), rng)) : mutatedText(line, rng),
        )
        .join('\n')
      return {
        size: text.length,
        read: () => readAll(new Blob([text])),
      }
    }
    case 'parquet': {
      const bytes = mutatedBytes(parquet, rng)
      return { size: bytes.length, read: () => readAll(new Blob([bytes])) }
    }
    default:
      return kind satisfies never
  }
}
