/**
 * A model's weights where a runtime reads them, layer by layer. Every layer is fed to the same graphs, so one
 * copy serves all of them. The embedding stays on the host: of a large table a pass needs a few rows.
 */
import type { DeviceBuffer, Runtime, Value } from 'ort-train'
import type { LlamaConfig } from './config.ts'
import { headTable, placeTable, type EmbeddingTable } from './device/embedding-table.ts'
import {
  placeFloats,
  uploadFloat16,
  placePacked,
  type MatrixFormat,
  type MatrixUse,
  type PlacedMatrix,
} from './matrix-inputs.ts'
import { float16Of } from './float16.ts'
import type { HeadOptions } from './head.ts'
import { pack, packedFormat, packsExactly } from './packed.ts'
import {
  baseParameters,
  embeddingName,
  finalNormName,
  headName,
  isNorm,
  layerParameters,
  layerPrefix,
  projections,
  type Projection,
} from './parameters.ts'
import type { Precision } from './precision.ts'
import { dequantise } from './weights/blocks.ts'
import type { ModelSource, StoredTensor } from './weights/source.ts'

export type LayerFormats = Readonly<Record<Projection, MatrixFormat>>

/** What a layer's inputs are fed: norms and biases by their names within it, and matrices by projection. */
interface LayerFeeds {
  vectors: Readonly<Record<string, Value<'f32'>>>
  matrices: Readonly<Record<Projection, Readonly<Record<string, Value>>>>
}

export interface LoadedLayer {
  formats: LayerFormats
  feeds(use: MatrixUse): LayerFeeds
}

export type WeightReader = Pick<ModelSource, 'tensors' | 'read'>

export class LoadedWeights {
  private constructor(
    readonly config: LlamaConfig,
    readonly precision: Precision,
    readonly layers: readonly LoadedLayer[],
    readonly head: PlacedMatrix,
    readonly finalNorm: Value<'f32'>,
    private readonly table: RowTable,
    /** Where kernels read rows of the embedding; null without a graphics device, or where it cannot hold them. */
    readonly rows: EmbeddingTable | null,
    /** Of all weights where they are. */
    readonly bytes: number,
    private readonly placed: readonly Pick<DeviceBuffer, 'release'>[],
  ) {}

  /** What a graph with this model's head depends on. */
  get headOptions(): HeadOptions {
    const { hiddenSize, vocabulary, normEpsilon } = this.config
    return { hiddenSize, vocabulary, normEpsilon, format: this.head.format }
  }

  /** What `headInputs` are fed. */
  headFeeds(use: MatrixUse) {
    return { finalNorm: this.finalNorm, matrix: this.head.feeds(use) }
  }

  /** Reads tensor by tensor. Throws when one is missing or has another shape than the configuration says. `onTensor` hears how many of how many are done. */
  static async load(
    runtime: Runtime,
    config: LlamaConfig,
    source: WeightReader,
    precision: Precision,
    onTensor?: (done: number, of: number) => void,
  ): Promise<LoadedWeights> {
    const slots = baseParameters(config)
    check(slots, source)
    const shapes = new Map(slots.map(({ name, shape }) => [name, shape]))
    const placed: Pick<DeviceBuffer, 'release'>[] = []
    let [done, bytes] = [0, 0]
    const read = async (name: string) => {
      const stored = await source.read(name)
      onTensor?.(++done, slots.length)
      return stored
    }
    const vector = async (name: string): Promise<Value<'f32'>> => {
      const values = floats(await read(name))
      const place = runtime.place(
        config.architecture.normsLessOne && isNorm(name) ? values.map((x) => x + 1) : values,
      )
      placed.push(place)
      bytes += values.byteLength
      return place.view('f32', shapes.get(name)!)
    }
    const matrix = (stored: StoredTensor): PlacedMatrix => {
      const made = place(runtime, stored, precision)
      placed.push(made)
      bytes += made.bytes
      return made
    }

    const embedding = await read(embeddingName)
    const table = new RowTable(precision === 'f32' ? floatsOf(embedding) : embedding)
    const head = matrix(config.tiedHead ? table.stored : await read(headName(config)))
    const layers: LoadedLayer[] = []
    for (let layer = 0; layer < config.layers; layer++) {
      const vectors: Record<string, Value<'f32'>> = {}
      const matrices: Partial<Record<Projection, PlacedMatrix>> = {}
      for (const { name } of layerParameters(config)) {
        const projection = projections.find((p) => name === `${p}.weight`)
        if (projection) matrices[projection] = matrix(await read(layerPrefix(layer) + name))
        else vectors[name] = await vector(layerPrefix(layer) + name)
      }
      layers.push(loadedLayer(vectors, matrices as Record<Projection, PlacedMatrix>))
    }
    const finalNorm = await vector(finalNormName)
    // The head's matrix has the rows where it is the embedding's and was not rounded to fewer bits.
    const headIsEmbedding =
      config.tiedHead &&
      (head.format === 'f32' ||
        (head.format === 'f16' ? table.stored.type !== 'F32' : packsExactly(table.stored.type)))
    const rows = headIsEmbedding ? null : placeTable(runtime, table.stored)
    if (rows) {
      placed.push(rows)
      bytes += rows.bytes
    }
    return new LoadedWeights(
      config,
      precision,
      layers,
      head,
      finalNorm,
      table,
      headIsEmbedding ? headTable(head) : rows,
      bytes + (config.tiedHead && head.format === 'f32' ? 0 : table.stored.bytes),
      placed,
    )
  }

  /** Rows of the embedding, scaled as the architecture does: [ids, d]. */
  embed(ids: ArrayLike<number>): Float32Array {
    const rows = this.table.rows(ids)
    const { embeddingScale } = this.config
    if (embeddingScale !== 1) for (let i = 0; i < rows.length; i++) rows[i]! *= embeddingScale
    return rows
  }

  /** Frees them; nothing made of them works afterwards. */
  release(): void {
    for (const place of this.placed) place.release()
  }
}

function place(runtime: Runtime, stored: StoredTensor, precision: Precision): PlacedMatrix {
  const shape = stored.shape as [number, number]
  const float16 = precision === 'f16' ? float16Of(stored) : null
  if (float16) return uploadFloat16(runtime, shape, float16)
  const nibbles = runtime.backend !== 'node'
  return precision !== 'f32' && packedFormat(stored, nibbles)
    ? placePacked(runtime, pack(stored, nibbles))
    : placeFloats(runtime, shape, floats(stored))
}

function loadedLayer(
  vectors: Record<string, Value<'f32'>>,
  matrices: Record<Projection, PlacedMatrix>,
): LoadedLayer {
  const feeds = (use: MatrixUse): LayerFeeds => ({
    vectors,
    matrices: Object.fromEntries(
      projections.map((projection) => [projection, matrices[projection].feeds(use)]),
    ) as LayerFeeds['matrices'],
  })
  const made = { sequence: feeds('sequence'), decode: feeds('decode') }
  return {
    formats: Object.fromEntries(
      projections.map((projection) => [projection, matrices[projection].format]),
    ) as LayerFormats,
    feeds: (use) => made[use],
  }
}

/** A table [V, d] of which rows are asked for; quantised ones are made floats as they are. */
class RowTable {
  constructor(readonly stored: StoredTensor) {}

  rows(ids: ArrayLike<number>): Float32Array {
    const { data, shape, type } = this.stored
    const [vocabulary, width] = shape as [number, number]
    const rowBytes = data.length / vocabulary
    const gathered = new Uint8Array(ids.length * rowBytes)
    for (let i = 0; i < ids.length; i++)
      gathered.set(data.subarray(ids[i]! * rowBytes, (ids[i]! + 1) * rowBytes), i * rowBytes)
    return dequantise({ type, shape: [ids.length, width], data: gathered })
  }
}

function floatsOf(stored: StoredTensor): StoredTensor {
  if (stored.type === 'F32') return stored
  const values = dequantise(stored)
  return { ...stored, type: 'F32', bytes: values.byteLength, data: new Uint8Array(values.buffer) }
}

/** The values, without a copy where they are floats already. */
function floats(stored: StoredTensor): Float32Array {
  const { type, data } = stored
  return type === 'F32' && data.byteOffset % 4 === 0
    ? new Float32Array(data.buffer, data.byteOffset, data.length / 4)
    : dequantise(stored)
}

/** What every way of loading holds a file to. */
export function check(
  slots: readonly { name: string; shape: readonly number[] }[],
  { tensors }: { tensors: ReadonlyMap<string, { shape: readonly number[] }> },
): void {
  for (const { name, shape } of slots) {
    const tensor = tensors.get(name)
    if (!tensor) throw new Error(`The model file has no tensor ${name}.`)
    if (tensor.shape.join() !== shape.join())
      throw new Error(
        `Tensor ${name} has shape [${tensor.shape.join(',')}], but config.json says [${shape.join(',')}].`,
      )
  }
}
