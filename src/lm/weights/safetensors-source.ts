/** One or more safetensors files with their config.json as a source of a model. */
import { messageOf } from '../../explained-error.ts'
import { headerLength, headerStart, readHeader } from '../safetensors.ts'
import type { TokenizerFiles } from '../tokenizer.ts'
import { storedBytes } from './blocks.ts'
import type { ByteRange } from './bytes.ts'
import type { ModelSource, TensorInfo, TensorType } from './source.ts'
import { unreadable, unsupported } from './weights-error.ts'

const types: readonly TensorType[] = ['F32', 'F16', 'BF16']

export interface SafetensorsParts {
  config: Record<string, unknown>
  /** One, or the shards of one. */
  weights: readonly ByteRange[]
  tokenizer: () => Promise<TokenizerFiles>
}

/** Throws `WeightsError`. */
export async function openSafetensors({
  config,
  weights,
  tokenizer,
}: SafetensorsParts): Promise<ModelSource> {
  if (config['quantization_config'] != null)
    throw unsupported(
      'This model is quantised in a way that the lab does not read.',
      'Its config.json has a quantization_config (GPTQ, AWQ, bitsandbytes or the like).',
    )
  const entries = new Map<string, { info: TensorInfo; file: ByteRange; start: number }>()
  for (const file of weights) {
    for (const { name, dtype, shape, start, end } of await entriesOf(file)) {
      const type = types.find((known) => known === dtype)
      // Old checkpoints also keep tables that are computed here, in types of their own.
      if (!type && !/\.(weight|bias)$/.test(name)) continue
      if (!type)
        throw unsupported(
          `${file.name} stores weights in a type that the lab does not read.`,
          `Tensor ${name} is ${dtype}.`,
        )
      if (end - start !== storedBytes(type, shape))
        throw unreadable(
          file.name,
          `Tensor ${name} says [${shape.join(', ')}] in ${dtype}, but has ${end - start} bytes`,
        )
      entries.set(name, { info: { name, shape, type, bytes: end - start }, file, start })
    }
  }
  return {
    config,
    tensors: new Map([...entries].map(([name, { info }]) => [name, info])),
    async read(name) {
      const entry = entries.get(name)
      if (!entry) throw unreadable(weights.map((file) => file.name).join(', '), `There is no tensor ${name}`)
      return { ...entry.info, data: await entry.file.read(entry.start, entry.start + entry.info.bytes) }
    },
    tokenizerFiles: tokenizer,
  }
}

async function entriesOf(file: ByteRange): Promise<ReturnType<typeof readHeader>> {
  const first = await file.read(0, Math.min(headerStart, file.size))
  try {
    const length = headerLength(first, file.size)
    return readHeader(await file.read(headerStart, headerStart + length), file.size)
  } catch (error) {
    throw unreadable(file.name, messageOf(error).replace(/\.$/, ''))
  }
}
