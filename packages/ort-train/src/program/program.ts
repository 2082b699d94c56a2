/**
 * Programs: a graph's inputs, outputs and options declared in one place. Running one takes a value for
 * each declared input and gives results by name; both are checked by the compiler. Sessions are made
 * when options are first used and kept by the options themselves.
 */
import { multiplyAdds } from '../graph/arithmetic.ts'
import { Graph, type Tensor } from '../graph/graph.ts'
import { serialise } from '../graph/onnx.ts'
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
  /** Adds nodes to the graph of the input tensors. Outputs are the tensors it returns; `onDevice` keeps one where it is computed. */
  build: (inputs: Tensors<I>, options: O, graph: Graph) => R
}

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
    const loaded = (options: O) =>
      pool.get(this, optionsKey(options), () => LoadedProgram.load(pool.runtime, this.graph(options)))
    return {
      run: async (options, feeds) => (await loaded(options)).run(feeds) as Promise<Results<R>>,
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

/** A program's session for some options. */
class LoadedProgram implements Pooled {
  private constructor(
    private readonly runtime: Runtime,
    private readonly session: Awaited<ReturnType<Runtime['load']>>,
    private readonly slots: ReadonlyMap<string, Slot>,
    private readonly results: BuiltGraph['results'],
    /** Of one run. */
    private readonly multiplyAdds: number,
  ) {}

  static async load(runtime: Runtime, { graph, slots, results }: BuiltGraph): Promise<LoadedProgram> {
    const deviceOutputs = results.filter(({ location }) => location === 'device').map((r) => r.inModel)
    const session = await runtime.load(serialise(graph), { deviceOutputs })
    // The graph is garbage from here on: only types and shapes of its ends are kept.
    const ends = results.map(({ tensor: { dtype, shape }, ...result }) => ({
      ...result,
      tensor: { dtype, shape },
    }))
    return new LoadedProgram(
      runtime,
      session,
      new Map(slots.map((slot) => [slot.name, slot])),
      ends as never,
      multiplyAdds(graph),
    )
  }

  async run(feeds: object): Promise<Record<string, unknown>> {
    const outputs = await this.session.run(bindFeeds(this.runtime, this.slots, feeds))
    this.runtime.tally.multiplyAdds += this.multiplyAdds
    const results: Record<string, unknown> = {}
    for (const { name, inModel, location, tensor } of this.results) {
      const output = outputs[inModel]
      if (!output) throw new Error(`The run gave no ${name}.`)
      const value = new Value(tensor.dtype, tensor.shape, output)
      results[name] = location === 'device' ? value : await value.read()
    }
    return results
  }

  release(): Promise<void> {
    return this.session.release()
  }
}
