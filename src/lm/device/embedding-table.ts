/**
 * The embedding where kernels read its rows, so that no row is uploaded: the head's own matrix where that has them as they
 * are, else a copy in the form that the file has.
 */
import type { Runtime, Value } from 'ort-train'
import { placeFloats, placePacked, type MatrixFormat, type PlacedMatrix } from '../matrix-inputs.ts'
import { pack, packsExactly } from '../packed.ts'
import { dequantise } from '../weights/blocks.ts'
import type { StoredTensor } from '../weights/source.ts'

/** How a table's rows are read; 'bf16' are the upper halves of 32-bit floats, which no product reads. */
export type TableFormat = MatrixFormat | 'bf16'

export interface EmbeddingTable {
  format: TableFormat
  /** Its parts by the names of `weightReader`. */
  parts: Readonly<Record<string, Value>>
}

/** The head as the embedding's table. */
export const headTable = ({ format, feeds }: PlacedMatrix): EmbeddingTable => ({
  format,
  parts: feeds('decode'),
})

/** A copy of a table [V, d] of its own on the device; null without one, or where a buffer cannot hold it. */
export function placeTable(
  runtime: Runtime,
  stored: StoredTensor,
): (EmbeddingTable & { bytes: number; release(): void }) | null {
  const { device } = runtime
  if (!device) return null
  const most = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize)
  const shape = stored.shape as [number, number]
  const width = stored.type === 'F32' ? 4 : 2
  if (shape[0] * shape[1] * (packsExactly(stored.type) ? 1 : width) > most) return null
  if (packsExactly(stored.type)) return placed(placePacked(runtime, pack(stored, true)))
  switch (stored.type) {
    case 'F16':
    case 'BF16': {
      const buffer = runtime.place(stored.data)
      return {
        format: stored.type === 'F16' ? 'f16' : 'bf16',
        parts: { w: buffer.view('f16', shape) },
        bytes: stored.data.byteLength,
        release: () => buffer.release(),
      }
    }
    default:
      return placed(placeFloats(runtime, shape, dequantise(stored)))
  }
}

const placed = (matrix: PlacedMatrix) => ({
  ...headTable(matrix),
  bytes: matrix.bytes,
  release: () => matrix.release(),
})
