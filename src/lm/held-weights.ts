/**
 * Decoding with the weights inside its programs: nothing of them is fed, so that WebAssembly copies none of them for a token
 * (in a step of few rows that copy takes longer than the products), and the runtime keeps them in the order in which its
 * products read them. They are there twice then, once for passes over sequences. Sizes are free: one set of sessions serves
 * every number of attempts and every length.
 */
import { SessionPool, type Runtime, type TypedArray, type Value } from 'ort-train'
import type { DecodingRequest } from './executor.ts'
import type { LoraShape } from './graph-weights.ts'
import { HeldDecoding, type PromptCache } from './held-decoding.ts'
import { pieceProgram, type HeldPiece, type Piece } from './held-programs.ts'
import type { Constant, LayerConstants } from './joined-projections.ts'
import type { LoadedLayer, LoadedWeights } from './loaded-weights.ts'
import { twiceUpTo } from './memory.ts'
import { projections } from './parameters.ts'

/** Bytes of weights in one session on WebAssembly: while it is made they are in its memory three times. */
const pieceBytes = 64e6

export class HeldWeights {
  private readonly pool: SessionPool
  private made: Promise<readonly HeldPiece[]> | null = null

  private constructor(
    private readonly runtime: Runtime,
    private readonly weights: LoadedWeights,
    private readonly lora: LoraShape,
  ) {
    this.pool = new SessionPool(runtime, weights.layers.length + 1)
  }

  /** Null where weights lie on a device, or are too large to be there twice. */
  static of(runtime: Runtime, weights: LoadedWeights, lora: LoraShape): HeldWeights | null {
    return runtime.device || weights.bytes > twiceUpTo ? null : new HeldWeights(runtime, weights, lora)
  }

  /** Attempts at one prompt that has been read. */
  async decoding(request: DecodingRequest, prompt: PromptCache, logits: Float32Array): Promise<HeldDecoding> {
    this.made ??= this.make()
    return new HeldDecoding(this.runtime, this.weights, this.lora, await this.made, request, prompt, logits)
  }

  release(): Promise<void> {
    return this.pool.release()
  }

  /** Every session in turn, the head's first where it has one of its own: it is the largest, and what making it took is used again. */
  private async make(): Promise<readonly HeldPiece[]> {
    const { runtime, weights, lora, pool } = this
    const { config } = weights
    const layers = await Promise.all(
      weights.layers.map(async (layer, at) => ({ at, weights: await layerConstants(layer) })),
    )
    const { finalNorm } = await constantsOf({ finalNorm: weights.finalNorm })
    const head = {
      finalNorm: finalNorm!,
      matrix: await constantsOf(weights.head.feeds('decode')),
      format: weights.head.format,
    }
    const pieces: Piece[] =
      runtime.backend === 'node'
        ? [{ layers, head }]
        : [
            { layers: [], head },
            ...inPieces(layers, ({ weights: own }) => bytesOf(own)).map((some) => ({
              layers: some,
              head: null,
            })),
          ]
    const made: HeldPiece[] = []
    for (const piece of pieces) {
      const program = pieceProgram(config, lora, piece).compile(pool)
      await program.load({ rows: 1, prompt: 1, response: 1 })
      made.push({ layers: piece.layers.map(({ at }) => at), program })
    }
    // The head, which was made first, is run last.
    return pieces[0]!.layers.length === 0 ? [...made.slice(1), made[0]!] : made
  }
}

/** Neighbours together, as many as stay within the bytes of a piece. */
function inPieces<T>(items: readonly T[], bytes: (item: T) => number): T[][] {
  const pieces: T[][] = []
  let room = 0
  for (const item of items) {
    room -= bytes(item)
    if (room < 0) {
      pieces.push([])
      room = pieceBytes - bytes(item)
    }
    pieces.at(-1)!.push(item)
  }
  return pieces
}

const bytesOf = ({ matrices }: LayerConstants): number =>
  Object.values(matrices)
    .flatMap((matrix) => Object.values(matrix))
    .reduce((sum, { data }) => sum + data.byteLength, 0)

async function layerConstants({ formats, feeds }: LoadedLayer): Promise<LayerConstants> {
  const { vectors, matrices } = feeds('decode')
  const held = await Promise.all(projections.map((name) => constantsOf(matrices[name])))
  return {
    formats,
    vectors: await constantsOf(vectors),
    matrices: Object.fromEntries(
      projections.map((name, i) => [name, held[i]]),
    ) as unknown as LayerConstants['matrices'],
  }
}

async function constantsOf(
  values: Readonly<Record<string, Value>>,
): Promise<Readonly<Record<string, Constant>>> {
  const entries = await Promise.all(
    Object.entries(values).map(async ([name, value]): Promise<[string, Constant]> => [
      name,
      { dtype: value.dtype, shape: value.shape, data: (await value.read()) as TypedArray },
    ]),
  )
  return Object.fromEntries(entries)
}
