import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { blockFormats } from './blocks.ts'
import { firstNotFinite, holdingNumbers } from './finite.ts'
import { tensorTypes, type ModelSource, type TensorType } from './source.ts'

const { cases } = JSON.parse(
  readFileSync(new URL('../../../reference/gguf/blocks.json', import.meta.url), 'utf8'),
) as { cases: { type: TensorType; bytes: string; values: string }[] }
const decoded = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

it('calls a tensor finite where the values that the gguf package reads are', () => {
  for (const { type, bytes, values } of cases) {
    const read = new Float32Array(decoded(values).buffer)
    const finite = read.every(Number.isFinite)
    expect(firstNotFinite({ type, data: decoded(bytes) }) === null, type).toBe(finite)
  }
})

it.each(tensorTypes)('finds NaN and infinity in %s, and says where', async (type) => {
  const { bytes, values } = blockFormats[type]
  const data = new Uint8Array(4 * bytes)
  const at = 2 * bytes + (type === 'F32' ? 2 : type === 'Q6_K' ? 208 : 0)
  const infinity = type === 'F32' || type === 'BF16' ? 0x7f80 : 0x7c00
  expect(firstNotFinite({ type, data })).toBeNull()
  for (const bits of [infinity, infinity | 0x8000, infinity | 1]) {
    new DataView(data.buffer).setUint16(at, bits, true)
    expect(firstNotFinite({ type, data })).toBe(2)
  }
  const source: ModelSource = {
    config: {},
    tensors: new Map(),
    tokenizerFiles: () => Promise.reject(new Error('none')),
    read: (name) => Promise.resolve({ name, type, shape: [4, values], bytes: data.length, data }),
  }
  await expect(holdingNumbers(source).read('model.norm.weight')).rejects.toThrow('not all numbers')
})
