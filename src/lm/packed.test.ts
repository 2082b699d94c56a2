/** Packing loses nothing of llama.cpp's blocks; floats are rounded to the nearest of 255 steps. Held to the file's own values. */
import { describe, expect, it } from 'vitest'
import { Rng } from '../rng.ts'
import { pack } from './packed.ts'
import { unpacked } from './packed.testing.ts'
import { blockFormats, dequantise } from './weights/blocks.ts'
import { tensorTypes, type StoredTensor, type TensorType } from './weights/source.ts'
import { scalesAt } from './weights/finite.ts'

const [rows, columns] = [3, 512]

/** Random bytes are blocks too, once their half-precision scales are finite. */
function randomTensor(type: TensorType): StoredTensor {
  const rng = Rng.of(9, 'packed', tensorTypes.indexOf(type))
  const { values, bytes } = blockFormats[type]
  const blocks = (rows * columns) / values
  const data = Uint8Array.from({ length: blocks * bytes }, () => Math.floor(rng.uniform() * 256))
  const view = new DataView(data.buffer)
  for (let b = 0; b < blocks; b++)
    for (const at of scalesAt[type as keyof typeof scalesAt])
      view.setUint16(b * bytes + at, 0x2000 + Math.floor(rng.uniform() * 0x1000), true)
  return { name: 'w', shape: [rows, columns], type, bytes: data.length, data }
}

describe('packing', () => {
  it.each(
    tensorTypes
      .filter((type) => type.startsWith('Q'))
      .flatMap((type) => [true, false].map((nibbles) => ({ type, nibbles }))),
  )('$type stays what it is (4 bits in 4: $nibbles)', ({ type, nibbles }) => {
    const stored = randomTensor(type)
    const packed = pack(stored, nibbles)
    const [expected, actual] = [dequantise(stored), unpacked(packed)]
    const rounding = packed.format.bits === 4 && packed.format.minimums
    expect(packed.format.bits).toBe(nibbles && type.startsWith('Q4') ? 4 : 8)
    for (const [i, value] of expected.entries())
      expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(
        rounding ? 2e-7 * Math.abs(packed.minimums![Math.floor(i / packed.format.block)]!) : 0,
      )
  })

  it('rounds floats by less than half a step of their block', () => {
    const rng = Rng.of(9, 'floats')
    const values = Float32Array.from({ length: rows * columns }, () => rng.normal())
    const packed = pack(
      {
        name: 'w',
        shape: [rows, columns],
        type: 'F32',
        bytes: values.byteLength,
        data: new Uint8Array(values.buffer),
      },
      true,
    )
    for (const [i, value] of unpacked(packed).entries())
      expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(packed.scales[Math.floor(i / 32)]! * 0.5001)
  })
})
