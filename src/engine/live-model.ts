/** A model whose files have arrived: opened on a runtime, with any adapter, and told about. */
import { llamaConfigSchema, type LlamaConfig } from '../lm/config.ts'
import { LlamaModel } from '../lm/llama-model.ts'
import { LoadedWeights } from '../lm/loaded-weights.ts'
import { multipliesFloat16 } from '../lm/float16.ts'
import { countParameters, saidMemory } from '../lm/memory.ts'
import { adapterParameters, baseParameters, flatLayout } from '../lm/parameters.ts'
import { peftFiles, thetaOfPeft, zipped, type LoraAdapter, type OpenedAdapter } from '../lm/peft.ts'
import { precisionOn } from '../lm/precision.ts'
import { readSafetensors, type HostTensor } from '../lm/safetensors.ts'
import { holdingNumbers } from '../lm/weights/finite.ts'
import { hostWeights } from '../lm/weights/host-weights.ts'
import type { ModelSource } from '../lm/weights/source.ts'
import { Tokenizer, type TextWatch } from '../lm/tokenizer.ts'
import type { Runtime } from 'ort-train'
import type { RunConfig } from '../sdpo/config.ts'
import { LlamaLearner } from '../sdpo/llama-learner.ts'
import type { ModelUse, OpenedModel } from './host.ts'
import { EngineFault, wordsOf } from './live-fault.ts'
import type { ModelFiles } from './live-files.ts'
import type { ModelInfo } from './protocol.ts'

export interface ModelIdentity {
  id: string
  name: string
}

/** The name that a person reads, for the models that lie beside the page. */
export function identityOf(id: string): ModelIdentity {
  return { id, name: id === 'tiny' ? 'tiny-js' : id }
}

type Adapter = RunConfig['adapter']

/** Parameters up to which a model is one graph, its weights on the host. */
const wholeGraph = 20e6

/** Files read and understood; costs no runtime yet. */
export class ReadModel {
  private readonly placed = new Map<Runtime, LoadedWeights>()

  private constructor(
    readonly identity: ModelIdentity,
    readonly config: LlamaConfig,
    private readonly tokenizer: Tokenizer,
    private readonly weights: ReadonlyMap<string, HostTensor> | ModelSource,
    private readonly bytes: number,
  ) {}

  /** Too large to be one graph, or to be read onto a runtime only to try it. */
  get large(): boolean {
    return 'read' in this.weights
  }

  /** Throws `EngineFault`, naming the file that cannot be used and why. */
  static read(identity: ModelIdentity, files: ModelFiles): ReadModel {
    const config = llamaConfigSchema.safeParse(files.config)
    if (!config.success) throw unusable('config.json', wordsOfIssues(config.error.issues))
    const tokenizer = attempt(
      'tokenizer.json',
      () => new Tokenizer({ tokenizer: files.tokenizer, config: files.tokenizerConfig }),
    )
    const weights = attempt('model.safetensors', () => readSafetensors(files.weights))
    return new ReadModel(identity, config.data, tokenizer, weights, files.bytes)
  }

  /** From wherever the model lies; `watch` is around what its patterns and its template do. A large one's weights stay there until a runtime asks for them. */
  static async from(identity: ModelIdentity, stored: ModelSource, watch?: TextWatch): Promise<ReadModel> {
    const source = holdingNumbers(stored)
    const config = llamaConfigSchema.safeParse(source.config)
    if (!config.success) throw notRunnable(identity.name, config.error.issues)
    const names = baseParameters(config.data).map(({ name }) => name)
    const lacking = names.find((name) => !source.tensors.has(name))
    if (lacking !== undefined) throw unusable(identity.name, `It has no tensor ${lacking}`)
    const files = await source.tokenizerFiles()
    const tokenizer = attempt('The tokenizer', () => new Tokenizer(files, watch))
    const weights = countParameters(config.data) > wholeGraph ? source : await hostWeights(source, names)
    return new ReadModel(identity, config.data, tokenizer, weights, storedBytes(source, names))
  }

  /** Reads a large model's weights to where the runtime reads them; before `open`. `onPart` hears how much of them is there, 0..1. */
  async place(runtime: Runtime, onPart: (part: number) => void = () => {}): Promise<void> {
    if (!('read' in this.weights) || this.placed.has(runtime)) return
    const precision = precisionOn(runtime.backend, this.config, {
      float16: await multipliesFloat16(runtime),
      memory: saidMemory(),
    })
    this.placed.set(
      runtime,
      await LoadedWeights.load(runtime, this.config, this.weights, precision, (done, of) =>
        onPart(done / of),
      ),
    )
  }

  /** Frees what `place` made; models opened on it work no more. */
  release(runtime: Runtime): void {
    this.placed.get(runtime)?.release()
    this.placed.delete(runtime)
  }

  /** Throws where a large model was not placed on the runtime. */
  open(runtime: Runtime, { rank, alpha }: Adapter): LlamaModel {
    const weights = 'read' in this.weights ? this.placed.get(runtime) : this.weights
    if (!weights) throw new Error('The weights were not placed on this runtime.')
    return attempt(
      'model.safetensors',
      () =>
        new LlamaModel(runtime, {
          config: this.config,
          tokenizer: this.tokenizer,
          weights,
          lora: { rank, scale: alpha / rank },
        }),
    )
  }

  info({ rank }: Adapter): ModelInfo {
    return {
      ...this.identity,
      parameters: countParameters(this.config),
      adapterParameters: flatLayout(adapterParameters(this.config, rank)).length,
      vocabulary: this.config.vocabulary,
      contextLength: this.config.maxPositions,
      bytes: this.bytes,
      readsAll: this.tokenizer.readsAll,
      ...(this.tokenizer.mayThink && { mayThink: true }),
    }
  }

  /** What the chat template is told from now on. */
  letThink(thinks: boolean): void {
    this.tokenizer.thinks = thinks
  }
}

/** A model on a backend, with the adapter of the run under way; one `LlamaModel` at a time holds its sessions. */
export class OpenModel implements OpenedModel {
  constructor(
    private readonly source: ReadModel,
    private readonly runtime: Runtime,
    private current: { adapter: Adapter; model: LlamaModel },
  ) {}

  async forRun({ adapter, thinking }: ModelUse): Promise<LlamaModel> {
    this.source.letThink(thinking ?? false)
    return this.withAdapter(adapter)
  }

  private async withAdapter(adapter: Adapter): Promise<LlamaModel> {
    const { adapter: old, model } = this.current
    if (old.rank === adapter.rank && old.alpha === adapter.alpha) return model
    await model.dispose()
    this.current = { adapter, model: this.source.open(this.runtime, adapter) }
    return this.current.model
  }

  async learner(adapter: Adapter, seed: number, start?: OpenedAdapter): Promise<LlamaLearner> {
    const model = await this.withAdapter(adapter)
    const initial = LlamaLearner.initialTheta(model, seed)
    return new LlamaLearner(model, start ? thetaOfPeft(start, model.config, initial) : initial)
  }

  peft(theta: Float32Array, about: LoraAdapter): Uint8Array<ArrayBuffer> {
    return zipped(peftFiles(theta, this.source.config, about))
  }

  checkFit(adapter: OpenedAdapter): void {
    const { config } = this.source
    thetaOfPeft(adapter, config, new Float32Array(flatLayout(adapterParameters(config, adapter.rank)).length))
  }

  info(adapter: Adapter = this.current.adapter): ModelInfo {
    return this.source.info(adapter)
  }

  async dispose(): Promise<void> {
    await this.current.model.dispose()
    this.source.release(this.runtime)
  }
}

function attempt<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw unusable(file, wordsOf(error))
  }
}

/** Of the tensors that are read. */
export function storedBytes(source: ModelSource, names: Iterable<string> = source.tensors.keys()): number {
  let bytes = 0
  for (const name of names) bytes += source.tensors.get(name)?.bytes ?? 0
  return bytes
}

type Issues = readonly { path: PropertyKey[]; message: string }[]

function wordsOfIssues(issues: Issues): string {
  return issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ')
}

/** The files are in order, and the model is of a kind that the lab does not run. */
function notRunnable(name: string, issues: Issues): EngineFault {
  return new EngineFault(
    `${name} does not run here.`,
    `${wordsOfIssues(issues)}.`,
    'Choose a Llama, SmolLM, Qwen2, Qwen3 or Gemma 3 text model. The model in use, if any, is kept.',
  )
}

function unusable(file: string, why: string): EngineFault {
  return new EngineFault(
    `${file} cannot be used.`,
    why.endsWith('.') ? why : `${why}.`,
    'Use the files of one Llama-family model together, or choose another model. The model in use, if any, is kept.',
  )
}
