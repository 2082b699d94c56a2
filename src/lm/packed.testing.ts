/** What a packed matrix says, in float32: the specification of the runtime's quantised operators. */
import type { PackedMatrix } from './packed.ts'

export function unpacked({
  format: { bits, block },
  q,
  scales,
  minimums,
  shape,
}: PackedMatrix): Float32Array {
  const number = (i: number) => (bits === 8 ? q[i]! - 128 : ((q[i >> 1]! >> (4 * (i & 1))) & 15) - 8)
  return Float32Array.from({ length: shape[0] * shape[1] }, (_, i) => {
    const b = Math.floor(i / block)
    return Math.fround(number(i) * scales[b]!) + (minimums?.[b] ?? 0)
  })
}
