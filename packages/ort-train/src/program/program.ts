/**
 * Programs: a graph's inputs, outputs and options declared in one place. Running one takes a value for
 * each declared input and gives results by name; both are checked by the compiler. Sessions are made
 * when options are first used and kept by the options themselves.
 */
import { multiplyAdds } from '../graph/arithmetic.ts'
import { Graph, type Tensor } from '../graph/graph.ts'
import { serialise } from '../graph/onnx.ts'
import type { TensorType } from '../graph/shapes.ts'
import { Runtime } from '../runtime/runtime.ts'
import { bindFeeds, type Slot } from './feeds.ts'
import { isInput, type Feeds, type Inputs, type Tensors } from './inputs.ts'
import { optionsKey } from './options-key.ts'
import { outputOf, type Outputs, type Results } from './outputs.ts'
import { SessionPool, type Pooled } from './session-pool.ts'
import { Value } from '../runtime/value.ts'

/** A program's inputs and how its outputs come of them, both functions of its options. */
export interface ProgramSpec<O, I extends Inputs, R extends Outputs> {
  /** The inputs under these options. A group of inputs can be declared once and spread, or nested, into several programs. */
  inputs: (options: O) => I
  /**
   * Options that are sizes and may be another at every run of one session: that of the rows, say. The graph is built with
   * two other numbers for each, to learn which axes they are; it throws where anything but an axis depends on them.
   */
  free?: readonly FreeOption<O>[]
  /** Adds nodes to the graph of the input tensors. Outputs are the tensors it returns; `onDevice` keeps one where it is computed. */
  build: (inputs: Tensors<I>, options: O, graph: Graph) => R
}

/** An option that is a number. */
type FreeOption<O> = { [K in keyof O]: O[K] extends number ? K : never }[keyof O]

/** A program on a runtime. */
export interface Compiled<O, I extends Inputs, R extends Outputs> {
  /**
   * Runs once, with a session for these options that is made if it is not there.
   * Throws where an input is missing, unknown or of another shape: `theta: [3] fed, [2] wanted`.
   */
  run(options: O, feeds: Feeds<I>): Promise<Results<R>>
  /** Makes the session ahead of its first run. */
  load(options: O): Promise<void>
}

export class Program<O, I extends Inputs, R extends Outputs> {
  constructor(private readonly spec: ProgramSpec<O, I, R>) {}

  /**
   * The program on a runtime. Its sessions are kept in a pool of its own, or in the given one, which
   * several programs may share; whoever has the pool releases it.
   */
  compile(on: Runtime | SessionPool): Compiled<O, I, R> {
    const pool = on instanceof Runtime ? new SessionPool(on) : on
    const { free } = this.spec
    if (!free) {
      const loaded = (options: O) =>
        pool.get(this, optionsKey(options), () => {
          const built = this.graph(options)
          return LoadedProgram.load(pool.runtime, built, serialise(built.graph))
        })
      return {
        run: async (options, feeds) => {
          const program = await loaded(options)
          return program.run(feeds, program.ends) as Promise<Results<R>>
        },
        load: async (options) => void (await loaded(options)),
      }
    }
    const ends = new Map<string, Ends>()
    const endsOf = (options: O): Ends => {
      const key = optionsKey(options)
      const known = ends.get(key) ?? Ends.of(this.graph(options))
      if (ends.size > sizesKnown) ends.clear()
      ends.set(key, known)
      return known
    }
    const loaded = (options: O) => {
      const fixed = { ...options, ...Object.fromEntries(free.map((name) => [name, 0])) }
      return pool.get(this, optionsKey(fixed), () => {
        const [one, other] = standIns.map((sizes) =>
          this.graph({ ...options, ...Object.fromEntries(free.map((name, i) => [name, sizes[i]])) }),
        ) as [BuiltGraph, BuiltGraph]
        return LoadedProgram.load(pool.runtime, one, serialise(one.graph, other.graph), true)
      })
    }
    return {
      run: async (options, feeds) =>
        (await loaded(options)).run(feeds, endsOf(options)) as Promise<Results<R>>,
      load: async (options) => void (await loaded(options)),
    }
  }

  /** The graph under these options, with its inputs and outputs. */
  graph(options: O): BuiltGraph {
    const graph = new Graph()
    const slots: Slot[] = []
    const tensors = declare(graph, this.spec.inputs(options), '', slots)
    const built = this.spec.build(tensors as Tensors<I>, options, graph)
    const results: BuiltGraph['results'] = []
    for (const [name, declared] of Object.entries(built)) {
      if (!declared) continue
      const { tensor, location } = outputOf(name, declared)
      // An output may have the name of an input: a step takes `theta` and gives `theta`.
      const inModel = `result.${name}`
      graph.output(inModel, tensor)
      results.push({ name, inModel, location, tensor })
    }
    return { graph, slots, results }
  }
}

/** Two numbers for each of up to six free sizes, no two of which are alike. */
const standIns = [
  [101, 103, 107, 109, 113, 127],
  [131, 137, 139, 149, 151, 157],
] as const
/** How many combinations of free sizes a program remembers the shapes of. */
const sizesKnown = 64

/** Declares a program. */
export const program = <O, I extends Inputs, R extends Outputs>(
  spec: ProgramSpec<O, I, R>,
): Program<O, I, R> => new Program(spec)

export interface BuiltGraph {
  graph: Graph
  /** The inputs, in the order of their declaration. */
  slots: Slot[]
  results: { name: string; inModel: string; location: 'host' | 'device'; tensor: Tensor }[]
}

type TensorTree = { [name: string]: Tensor | TensorTree }

function declare(graph: Graph, inputs: Inputs, prefix: string, slots: Slot[]): TensorTree {
  const tensors: TensorTree = {}
  for (const [key, declared] of Object.entries(inputs)) {
    if (!declared) continue
    const name = prefix + key
    if (isInput(declared)) {
      tensors[key] = graph.input(name, declared.dtype, declared.shape)
      slots.push({ name, ...declared })
    } else tensors[key] = declare(graph, declared, `${name}.`, slots)
  }
  return tensors
}

/** What goes into a graph and comes out of it, without the graph. */
class Ends {
  private constructor(
    readonly slots: ReadonlyMap<string, Slot>,
    readonly results: readonly (Omit<BuiltGraph['results'][number], 'tensor'> & TensorType)[],
    /** Of one run. */
    readonly multiplyAdds: number,
  ) {}

  static of({ graph, slots, results }: BuiltGraph): Ends {
    return new Ends(
      new Map(slots.map((slot) => [slot.name, slot])),
      results.map(({ tensor: { dtype, shape }, ...result }) => ({ ...result, dtype, shape })),
      multiplyAdds(graph),
    )
  }
}

/** A program's session for some options. The graph that it was made of is garbage. */
class LoadedProgram implements Pooled {
  private constructor(
    private readonly runtime: Runtime,
    private readonly session: Awaited<ReturnType<Runtime['load']>>,
    readonly ends: Ends,
  ) {}

  static async load(
    runtime: Runtime,
    built: BuiltGraph,
    model: Uint8Array,
    sizesVary = false,
  ): Promise<LoadedProgram> {
    const deviceOutputs = built.results.filter(({ location }) => location === 'device').map((r) => r.inModel)
    const ends = Ends.of(built)
    return new LoadedProgram(runtime, await runtime.load(model, { deviceOutputs, sizesVary }), ends)
  }

  /** @param ends those of the graph at the sizes of this run */
  async run(feeds: object, { slots, results, multiplyAdds: work }: Ends): Promise<Record<string, unknown>> {
    const outputs = await this.session.run(bindFeeds(this.runtime, slots, feeds))
    this.runtime.tally.multiplyAdds += work
    const given: Record<string, unknown> = {}
    for (const { name, inModel, location, dtype, shape } of results) {
      const output = outputs[inModel]
      if (!output) throw new Error(`The run gave no ${name}.`)
      const value = new Value(dtype, shape, output)
      given[name] = location === 'device' ? value : await value.read()
    }
    return given
  }

  release(): Promise<void> {
    return this.session.release()
  }
}
