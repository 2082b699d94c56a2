/** Tensors of a GGUF file stand where its own alignment puts them. */
import { expect, it } from 'vitest'
import { bytesRange } from './bytes.ts'
import { readGgufHeader } from './gguf.ts'
import { writeGguf } from './gguf.testing.ts'

const tensor = (name: string, fill: number) => ({
  name,
  shape: [3],
  type: 0,
  data: new Uint8Array(12).fill(fill),
})

it.each([undefined, 8, 32, 64, 4096])('aligned to %s bytes are found', async (alignment) => {
  const bytes = writeGguf(
    { 'general.architecture': 'llama', ...(alignment !== undefined && { 'general.alignment': alignment }) },
    [tensor('a', 1), tensor('b', 2)],
  )
  const { tensors } = await readGgufHeader(bytesRange('model.gguf', bytes))
  expect(tensors.map(({ name, offset }) => [name, [...bytes.slice(offset, offset + 12)]])).toEqual([
    ['a', new Array(12).fill(1)],
    ['b', new Array(12).fill(2)],
  ])
  expect(tensors[1]!.offset - tensors[0]!.offset).toBe(Math.ceil(12 / (alignment ?? 32)) * (alignment ?? 32))
})
