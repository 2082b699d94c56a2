/**
 * Decoding steps with a layer's weights inside its program: nothing of them is fed, so that WebAssembly copies none of them
 * for a token (in a step of few rows that copy takes longer than the products), and the runtime keeps them in the order in
 * which its products read them. They are there twice then, once for passes over sequences; and every size of a step needs
 * sessions of its own, so those of one size are held.
 */
import { SessionPool, type Runtime, type TypedArray, type Value } from 'ort-train'
import type { Constant, Constants, LayerConstants } from './held-constants.ts'
import type { layerPrograms, LayerDecodeOptions } from './layer-programs.ts'
import type { LoadedWeights } from './loaded-weights.ts'
import { twiceUpTo } from './memory.ts'
import { projections, type Projection } from './parameters.ts'

type Programs = Pick<ReturnType<typeof layerPrograms>, 'decodeWith' | 'logitsWith'>
type Step = ReturnType<ReturnType<Programs['decodeWith']>['compile']>
type Head = ReturnType<ReturnType<Programs['logitsWith']>['compile']>

/** The programs of one size of step: the layers', and the head's. */
export interface HeldStep {
  layers: readonly Step[]
  head: Head
}

export class HeldWeights {
  private readonly pool: SessionPool
  private made: Promise<HeldStep> | null = null
  private held: string | null = null
  private last: string | null = null

  private constructor(
    runtime: Runtime,
    private readonly weights: LoadedWeights,
    private readonly programs: Programs,
  ) {
    this.pool = new SessionPool(runtime, weights.layers.length + 1)
  }

  /**
   * Null where weights lie on a device, or are too large to be there twice; and on onnxruntime-node with several threads, where
   * every session has threads of its own, which wait by spinning: those of a session a layer take the cores from one another,
   * and a token took six times as long.
   */
  static of(runtime: Runtime, weights: LoadedWeights, programs: Programs): HeldWeights | null {
    const crowded = runtime.backend === 'node' && runtime.threads > 1
    return runtime.device || crowded || weights.bytes > twiceUpTo
      ? null
      : new HeldWeights(runtime, weights, programs)
  }

  /** The programs for a size of step: for the first that comes, and then for one that comes twice in a row. Null: for this one they are not worth making. */
  async stepOf(size: Omit<LayerDecodeOptions, 'formats'>): Promise<HeldStep | null> {
    const key = JSON.stringify(size)
    if (this.held === null || this.last === key) this.held = key
    this.last = key
    if (this.held !== key) return null
    this.made ??= this.make()
    return this.made
  }

  async release(): Promise<void> {
    await this.pool.release()
  }

  private async make(): Promise<HeldStep> {
    const { weights, programs, pool } = this
    const layers: Step[] = []
    for (const { feeds } of weights.layers) {
      const { vectors, matrices } = feeds('decode')
      const held = await Promise.all(projections.map((name) => constantsOf(matrices[name])))
      const constants: LayerConstants = {
        vectors: await constantsOf(vectors),
        matrices: Object.fromEntries(projections.map((name, i) => [name, held[i]])) as Record<
          Projection,
          Constants
        >,
      }
      layers.push(programs.decodeWith(constants).compile(pool))
    }
    const matrix = await constantsOf(weights.head.feeds('decode'))
    const { finalNorm } = await constantsOf({ finalNorm: weights.finalNorm })
    return { layers, head: programs.logitsWith({ finalNorm: finalNorm!, matrix }).compile(pool) }
  }
}

async function constantsOf(values: Readonly<Record<string, Value>>): Promise<Constants> {
  const entries = await Promise.all(
    Object.entries(values).map(async ([name, value]): Promise<[string, Constant]> => [
      name,
      { dtype: value.dtype, shape: value.shape, data: (await value.read()) as TypedArray },
    ]),
  )
  return Object.fromEntries(entries)
}
