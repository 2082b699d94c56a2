import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { blockFormats, dequantise, storedBytes } from './blocks.ts'
import { tensorTypes, type TensorType } from './source.ts'

interface Case {
  type: TensorType
  shape: number[]
  bytes: string
  values: string
}
/** Made by Python's `gguf` package: reference/scripts/gguf_blocks.py. */
const { cases } = JSON.parse(
  readFileSync(new URL('../../../reference/gguf/blocks.json', import.meta.url), 'utf8'),
) as { cases: Case[] }
const decoded = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

describe('dequantise', () => {
  it.each(cases.map((c, i) => [`${c.type} [${c.shape.join(', ')}], case ${i}`, c] as const))(
    '%s: every bit as the gguf package has it',
    (_, { type, shape, bytes, values }) => {
      const got = dequantise({ type, shape, data: decoded(bytes) })
      expect(Buffer.from(got.buffer).equals(Buffer.from(decoded(values)))).toBe(true)
    },
  )

  it('is held to the reference in every type that is read', () => {
    expect([...new Set(cases.map(({ type }) => type))].sort()).toEqual([...tensorTypes].sort())
  })

  it('refuses bytes that are not the tensor', () => {
    expect(() => dequantise({ type: 'Q8_0', shape: [2, 32], data: new Uint8Array(67) })).toThrow('67 bytes')
    expect(() => storedBytes('Q4_K', [2, 576])).toThrow('not whole blocks')
    expect(storedBytes('Q6_K', [3, 512])).toBe(6 * blockFormats.Q6_K.bytes)
  })
})
