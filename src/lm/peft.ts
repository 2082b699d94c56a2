/**
 * An adapter as Hugging Face's peft keeps it: `adapter_config.json` and `adapter_model.safetensors`, in one zip where
 * they travel as one file. What is learned in the lab loads in Python (`PeftModel.from_pretrained`), and the other way round.
 */
import { messageOf } from '../explained-error.ts'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { z } from 'zod'
import { hubName, hubRevision } from './base-name.ts'
import type { LlamaConfig } from './config.ts'
import { adapterParameters, flatLayout, projections } from './parameters.ts'
import { writeSafetensors, type HostTensor } from './safetensors.ts'
import { dequantise } from './weights/blocks.ts'
import { bytesRange, parseObject } from './weights/bytes.ts'
import { openSafetensors } from './weights/safetensors-source.ts'
import { WeightsError } from './weights/weights-error.ts'

export const peftConfigName = 'adapter_config.json'
export const peftWeightsName = 'adapter_model.safetensors'

export interface NamedFile {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

export interface LoraAdapter {
  rank: number
  /** lora_alpha; the adapter's scale is alpha / rank. */
  alpha: number
  /** What it was trained on, as its maker calls it. */
  base: string | null
}

export interface OpenedAdapter extends LoraAdapter {
  /** A [r, in] and B [out, r] by the lab's names (parameters.ts). */
  tensors: ReadonlyMap<string, HostTensor>
}

/** Bytes; a rank of 256 on a model of 3 B has a third of it. */
const largestAdapter = 2e9

const prefix = 'base_model.model.'
const suffix = '.weight'

/** The two files of an adapter. `theta` is the flat vector of `adapterParameters`. */
export function peftFiles(
  theta: Float32Array,
  config: LlamaConfig,
  { rank, alpha, base }: LoraAdapter,
): NamedFile[] {
  const tensors = new Map<string, HostTensor>()
  for (const { name, shape, offset } of flatLayout(adapterParameters(config, rank)).slots) {
    tensors.set(prefix + name + suffix, { shape, data: theta.slice(offset, offset + shape[0]! * shape[1]!) })
  }
  const about = {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: base === null ? null : hubName(base),
    ...(base !== null && hubRevision(base) !== null && { revision: hubRevision(base) }),
    inference_mode: true,
    r: rank,
    lora_alpha: alpha,
    lora_dropout: 0,
    target_modules: projections.map((projection) => projection.split('.')[1]!),
    bias: 'none',
    fan_in_fan_out: false,
    init_lora_weights: true,
    modules_to_save: null,
    use_rslora: false,
    use_dora: false,
    rank_pattern: {},
    alpha_pattern: {},
  }
  return [
    {
      name: peftConfigName,
      bytes: strToU8(JSON.stringify(about, null, 2) + '\n') as Uint8Array<ArrayBuffer>,
    },
    { name: peftWeightsName, bytes: writeSafetensors(tensors) as Uint8Array<ArrayBuffer> },
  ]
}

/** Stored, not deflated: trained floats do not get smaller. */
export function zipped(files: readonly NamedFile[]): Uint8Array<ArrayBuffer> {
  // A fixed day: the same adapter is the same file.
  return zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])), {
    level: 0,
    mtime: '2024-01-01',
  }) as Uint8Array<ArrayBuffer>
}

const settingsSchema = z.object({
  peft_type: z.string(),
  r: z.number().int().positive().max(4096, 'no adapter has a rank above 4,096'),
  lora_alpha: z.number().positive(),
  base_model_name_or_path: z.string().nullish(),
  use_rslora: z.boolean().nullish(),
  use_dora: z.boolean().nullish(),
  bias: z.string().nullish(),
  modules_to_save: z.array(z.string()).nullish(),
  rank_pattern: z.record(z.string(), z.number()).nullish(),
  alpha_pattern: z.record(z.string(), z.number()).nullish(),
  revision: z.string().nullish(),
  init_lora_weights: z.union([z.boolean(), z.string()]).nullish(),
  layer_replication: z.array(z.unknown()).nullish(),
  alora_invocation_tokens: z.array(z.unknown()).nullish(),
  use_qalora: z.boolean().nullish(),
  trainable_token_indices: z.unknown().optional(),
  target_parameters: z.array(z.unknown()).nullish(),
  lora_bias: z.boolean().nullish(),
  fan_in_fan_out: z.boolean().nullish(),
})

/** An adapter from its two files, or from a zip that holds them, in a folder or not. Throws `WeightsError`. */
export async function openPeft(given: readonly NamedFile[]): Promise<OpenedAdapter> {
  const files = given.flatMap(peftContents)
  const find = (name: string) => {
    const file = files.find((candidate) => candidate.name.split('/').at(-1) === name)
    if (!file)
      throw unusable(
        `There is no ${name} among ${files.length === 0 ? 'no files' : files.map((other) => other.name).join(', ')}`,
        `Choose the zip that the lab writes, or ${peftConfigName} and ${peftWeightsName} together.`,
      )
    return file
  }
  const checked = settingsSchema.safeParse(parseObject(peftConfigName, find(peftConfigName).bytes))
  if (!checked.success)
    throw unusable(
      `${peftConfigName} does not describe a LoRA adapter: ${checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    )
  const settings = checked.data
  const odd = unsupported(settings)
  if (odd)
    throw unusable(
      odd,
      'The lab reads plain LoRA: one rank, no bias, no other trained module. Train or convert it so.',
    )
  const source = await openSafetensors({
    config: {},
    weights: [bytesRange(peftWeightsName, find(peftWeightsName).bytes)],
    tokenizer: () => Promise.reject(new Error('An adapter has no tokenizer.')),
  })
  const tensors = new Map<string, HostTensor>()
  for (const [name, { shape }] of source.tensors) {
    const own = name.startsWith(prefix) ? name.slice(prefix.length) : name
    const data = dequantise(await source.read(name))
    const odd = data.findIndex((value) => !Number.isFinite(value))
    if (odd >= 0)
      throw unusable(
        `Its ${name} holds ${data[odd]} (value ${odd} of ${data.length})`,
        'Its training went wrong: take an earlier checkpoint of it, or another adapter.',
      )
    tensors.set(own.slice(0, -suffix.length), { shape: [...shape], data })
  }
  if (tensors.size === 0)
    throw unusable(
      `${peftWeightsName} holds no tensors`,
      'It was perhaps saved from one process of several: save the gathered adapter.',
    )
  const { r: rank, lora_alpha: alpha } = settings
  return {
    rank,
    alpha: settings.use_rslora ? alpha * Math.sqrt(rank) : alpha,
    base: settings.base_model_name_or_path ?? null,
    tensors,
  }
}

/**
 * The adapter as the model's flat vector. Pairs that it lacks (many adapters are on q and v alone) are `initial`'s, whose B is zero.
 * Throws `WeightsError` where it has pairs that the model does not have, or of other shapes.
 */
export function thetaOfPeft(
  { rank, base, tensors }: OpenedAdapter,
  config: LlamaConfig,
  initial: Float32Array,
): Float32Array {
  const { slots } = flatLayout(adapterParameters(config, rank))
  const byName = new Map(slots.map((slot) => [slot.name, slot]))
  const made = base ? ` It was made for ${base}.` : ''
  const theta = initial.slice()
  for (const [name, { shape, data }] of tensors) {
    const slot = byName.get(name)
    if (!slot)
      throw unusable(
        `It adapts ${name.replace(/\.lora_[AB]$/, '')}, which this model does not have or the lab does not adapt.${made}`,
        'Load the model that it was made for. The lab adapts the seven projections of each layer.',
      )
    if (shape.join() !== slot.shape.join())
      throw unusable(
        `Its ${name} is [${shape.join(', ')}]; this model's is [${slot.shape.join(', ')}].${made}`,
        'Load the model that it was made for, then the adapter.',
      )
    theta.set(data, slot.offset)
  }
  const unpaired = [...tensors.keys()].find(
    (name) => !tensors.has(name.replace(/lora_[AB]$/, (half) => (half === 'lora_A' ? 'lora_B' : 'lora_A'))),
  )
  if (unpaired) throw unusable(`Its ${unpaired} has no other half`)
  return theta
}

/** The two files of an adapter, out of a zip that holds them. Throws `WeightsError` where it is none. */
export function peftContents(file: NamedFile): NamedFile[] {
  if (!file.name.endsWith('.zip')) return [file]
  try {
    let total = 0
    // The sizes are the zip's own word: one that asks for more than any adapter has is not unpacked at all.
    const filter = ({ name, originalSize }: { name: string; originalSize: number }) => {
      const wanted = [peftConfigName, peftWeightsName].includes(name.split('/').at(-1)!)
      if (wanted) total += originalSize
      if (total > largestAdapter || (wanted && originalSize > 200 * file.bytes.length + 65_536))
        throw new Error(`unpacked it would have ${Math.round(total / 1e6)} MB`)
      return wanted
    }
    return Object.entries(unzipSync(file.bytes, { filter })).map(([name, bytes]) => ({
      name,
      bytes: bytes as Uint8Array<ArrayBuffer>,
    }))
  } catch (error) {
    throw unusable(`${file.name} is not a zip that can be read (${messageOf(error)})`)
  }
}

/** What of an adapter the lab does not have; null where it has all of it. */
function unsupported(settings: z.infer<typeof settingsSchema>): string | null {
  const patterns = { ...settings.rank_pattern, ...settings.alpha_pattern }
  if (settings.peft_type !== 'LORA') return `It is of type ${settings.peft_type}, not LORA`
  if (settings.use_dora) return 'It is a DoRA adapter'
  // These begin by taking the adapter's first value out of the base: on the untouched base they compute something else.
  const init = settings.init_lora_weights
  if (typeof init === 'string' && /^(?:pissa|olora|corda|loftq|lora_ga)/i.test(init))
    return `It was made with init_lora_weights "${init}", which changes the base model's own weights, so that it does not fit the untouched base`
  if (settings.layer_replication?.length) return 'It repeats layers of the base (layer_replication)'
  if (settings.alora_invocation_tokens?.length)
    return 'It is an activated LoRA (alora_invocation_tokens), which is switched on within a text'
  if (settings.use_qalora) return 'It is a QA-LoRA adapter'
  if (settings.lora_bias) return 'It also trains biases (lora_bias)'
  if (settings.fan_in_fan_out) return 'Its matrices are transposed (fan_in_fan_out)'
  if (settings.target_parameters?.length) return 'It adapts single parameters (target_parameters)'
  if (settings.trainable_token_indices) return 'It also trains embeddings (trainable_token_indices)'
  if (settings.bias && settings.bias !== 'none') return `It also trains biases (bias: ${settings.bias})`
  if (settings.modules_to_save?.length)
    return `It also holds whole modules (${settings.modules_to_save.join(', ')})`
  if (Object.keys(patterns).length > 0)
    return `Its rank or scale differs between modules (${Object.keys(patterns).join(', ')})`
  return null
}

function unusable(why: string, wayOut = 'Choose another adapter.'): WeightsError {
  return new WeightsError(
    'This adapter cannot be used.',
    why.endsWith('.') ? why : `${why}.`,
    `${wayOut} The run is as it was.`,
  )
}
