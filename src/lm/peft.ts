/**
 * An adapter as Hugging Face's peft keeps it: `adapter_config.json` and `adapter_model.safetensors`, in one zip where
 * they travel as one file. What is learned in the lab loads in Python (`PeftModel.from_pretrained`), and the other way round.
 */
import { messageOf } from '../explained-error.ts'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { z } from 'zod'
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
    base_model_name_or_path: base,
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
  r: z.number().int().positive(),
  lora_alpha: z.number().positive(),
  base_model_name_or_path: z.string().nullish(),
  use_rslora: z.boolean().nullish(),
  use_dora: z.boolean().nullish(),
  bias: z.string().nullish(),
  modules_to_save: z.array(z.string()).nullish(),
  rank_pattern: z.record(z.string(), z.number()).nullish(),
  alpha_pattern: z.record(z.string(), z.number()).nullish(),
})

/** An adapter from its two files, or from a zip that holds them, in a folder or not. Throws `WeightsError`. */
export async function openPeft(given: readonly NamedFile[]): Promise<OpenedAdapter> {
  const files = given.flatMap(contents)
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
    tensors.set(own.slice(0, -suffix.length), {
      shape: [...shape],
      data: dequantise(await source.read(name)),
    })
  }
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

function contents(file: NamedFile): NamedFile[] {
  if (!file.name.endsWith('.zip')) return [file]
  try {
    return Object.entries(unzipSync(file.bytes)).map(([name, bytes]) => ({
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
