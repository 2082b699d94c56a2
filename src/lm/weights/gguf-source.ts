/** A GGUF file as a source of a model. */
import type { TokenizerFiles } from '../tokenizer.ts'
import { blockFormats, dequantise, storedBytes } from './blocks.ts'
import type { ByteRange } from './bytes.ts'
import { readGgufHeader, type GgufMetadata, type GgufTensor } from './gguf.ts'
import { architectureOf, configFromGguf, hubName, interleavedHeads, unpermuteRows } from './gguf-names.ts'
import type { ModelSource, StoredTensor, TensorInfo, TensorType } from './source.ts'
import { unreadable, unsupported } from './weights-error.ts'

/** ggml's numbers of the types that are read, and names of those that are not. */
const types: Readonly<Record<number, TensorType>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  6: 'Q5_0',
  7: 'Q5_1',
  8: 'Q8_0',
  12: 'Q4_K',
  13: 'Q5_K',
  14: 'Q6_K',
  30: 'BF16',
}
const others: Readonly<Record<number, string>> = {
  9: 'Q8_1',
  10: 'Q2_K',
  11: 'Q3_K',
  15: 'Q8_K',
  16: 'IQ2_XXS',
  17: 'IQ2_XS',
  18: 'IQ3_XXS',
  19: 'IQ1_S',
  20: 'IQ4_NL',
  21: 'IQ3_S',
  22: 'IQ2_S',
  23: 'IQ4_XS',
  29: 'IQ1_M',
  34: 'TQ1_0',
  35: 'TQ2_0',
  39: 'MXFP4',
}

interface Entry {
  info: TensorInfo
  offset: number
  heads: number | null
}

/** @param tokenizer makes tokenizer.json and tokenizer_config.json from the metadata. Throws `WeightsError`. */
export async function openGguf(
  file: ByteRange,
  tokenizer: (metadata: GgufMetadata) => TokenizerFiles,
): Promise<ModelSource> {
  const { metadata, tensors } = await readGgufHeader(file)
  const architecture = architectureOf(file.name, metadata)
  if (Number(metadata['split.count'] ?? 1) > 1)
    throw unsupported(
      `${file.name} is one part of a model in several GGUF files.`,
      'Only whole files are read.',
    )
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]))
  const embedding = byName.get('token_embd.weight')
  if (!embedding) throw unreadable(file.name, 'It has no token_embd.weight')
  const factors = byName.get('rope_freqs.weight')
  const config = configFromGguf(file.name, architecture, metadata, {
    embedding: embedding.shape,
    tiedHead: !byName.has('output.weight'),
    attentionBias: byName.has('blk.0.attn_q.bias'),
    ropeFactors: factors ? dequantise(await readTensor(file, sized(file, factors), factors.offset)) : null,
  })
  const entries = new Map<string, Entry>()
  for (const tensor of tensors) {
    const name = hubName(file.name, architecture, tensor.name)
    const info = sized(file, tensor)
    if (name !== null)
      entries.set(name, {
        info: { ...info, name },
        offset: tensor.offset,
        heads: interleavedHeads(architecture, config, name),
      })
  }
  return {
    config,
    tensors: new Map([...entries].map(([name, { info }]) => [name, info])),
    async read(name) {
      const entry = entries.get(name)
      if (!entry) throw unreadable(file.name, `It has no tensor ${name}`)
      const { info, offset, heads } = entry
      const stored = await readTensor(file, info, offset)
      if (heads !== null)
        return { ...stored, data: unpermuteRows(stored.data, heads, info.bytes / info.shape[0]!) }
      return architecture === 'gemma3' && name.endsWith('norm.weight') ? withoutOne(stored) : stored
    },
    tokenizerFiles: async () => tokenizer(metadata),
  }
}

async function readTensor(file: ByteRange, info: TensorInfo, offset: number): Promise<StoredTensor> {
  return { ...info, data: await file.read(offset, offset + info.bytes) }
}

/** Type and bytes, checked against the file's end. */
function sized(file: ByteRange, { name, shape, type: number, offset }: GgufTensor): TensorInfo {
  const type = types[number]
  if (!type)
    throw unsupported(
      `${file.name} stores weights in a type that the lab does not read.`,
      `Tensor ${name} is ${others[number] ?? `of type ${number}`}.`,
    )
  if ((shape.at(-1) ?? 1) % blockFormats[type].values !== 0)
    throw unreadable(file.name, `Tensor ${name} is not whole blocks of ${type}`)
  const bytes = storedBytes(type, shape)
  if (offset + bytes > file.size)
    throw unreadable(
      file.name,
      `Tensor ${name} ends at byte ${offset + bytes}, and the file after ${file.size}: it is cut short`,
    )
  return { name, shape, type, bytes }
}

/** Gemma's norms multiply by 1 + w; the file has 1 + w. */
function withoutOne(stored: StoredTensor): StoredTensor {
  const data = new Uint8Array(dequantise(stored).map((value) => value - 1).buffer)
  return { ...stored, type: 'F32', bytes: data.length, data }
}
