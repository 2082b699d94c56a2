/** Loading in the worker: the model's files, wherever they lie, and the runtime's own WebAssembly as one progress, then the choice of backend. */
import cpuBuild from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import gpuBuild from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'
import { findAdapter, type FoundAdapter } from 'ort-train/adapter'
import { wasmRuntime, webGpuRuntime } from 'ort-train/web'
import { saidMemory, wasmHeap, type DeviceLimits } from '../lm/memory.ts'
import { blobRange, type ByteRange } from '../lm/weights/bytes.ts'
import { Tokenizer, type TextWatch } from '../lm/tokenizer.ts'
import { endpointUrl } from '../lm/wire/address.ts'
import { openModelFiles, openTokenizer } from '../lm/weights/open.ts'
import { opfsStore } from '../lm/weights/opfs-store.ts'
import { openKept } from '../lm/weights/store.ts'
import type { Runtime } from 'ort-train'
import { defaultRunConfig } from '../sdpo/config.ts'
import type { Loaded } from './host.ts'
import {
  chooseBackend,
  type Backends,
  type Gpu,
  type LargeModel,
  type WantedBackend,
} from './live-backend.ts'
import { fetchBytes, fetchModel, type Progress } from './live-files.ts'
import { identityOf, OpenModel, ReadModel, storedBytes } from './live-model.ts'
import { LoadMeter } from './load-meter.ts'
import { choiceId, hostOf, type ModelChoice } from './model-choice.ts'
import { openServed, ServedModel } from './served-model.ts'
import { sizes } from './sizes.ts'
import { floorOf, trialSizes } from './trial.ts'
import { verdictOn } from './verdict.ts'

type AskAdapter = () => Promise<FoundAdapter | undefined>

/** Where each build's WebAssembly is fetched from. */
const buildUrls = { wasm: cpuBuild, webgpu: gpuBuild } as const

/** Runtimes outlive loads: a second download of one would be waste, and a second copy of it too. */
export class Loader {
  private cpu: Promise<Runtime> | null = null
  private gpu: Promise<Gpu> | null = null
  /** Hears how many programs a runtime has made while a backend is tried. */
  private trying: ((programs: number) => void) | null = null

  /** @param models folder of the models, absolute, with its final slash */
  constructor(
    private readonly models: string,
    private readonly onProgress: (progress: Progress) => void,
    /** Told after every run of a graph. */
    private readonly ran: () => void,
    /** Around what the patterns and the template of a stranger's model do. */
    private readonly watch: TextWatch,
  ) {}

  /** @param onConfigAccepted is told once everything but the weights was read and is of use. */
  async load(choice: ModelChoice, want: WantedBackend, onConfigAccepted: () => void): Promise<Loaded> {
    const meter = new LoadMeter(this.onProgress)
    if (choice.kind === 'server') return this.ask(choice, meter, onConfigAccepted)
    // Every choice but WebGPU by hand begins with the CPU's runtime.
    const first = want === 'webgpu' ? 'webgpu' : 'wasm'
    if (!(first === 'wasm' ? this.cpu : this.gpu)) meter.expect(first, sizes.runtime[first])
    const source = await this.read(choice, meter, onConfigAccepted)
    const adapter = defaultRunConfig.adapter
    const open = async (runtime: Runtime) => {
      await source.place(runtime, (part) =>
        meter.update('model', 'Reading the model', part * source.info(adapter).bytes),
      )
      return source.open(runtime, adapter)
    }
    let found: ReturnType<AskAdapter> | null = null
    const ask: AskAdapter = () => (found ??= findAdapter())
    const chosen = await chooseBackend(want, this.backends(meter, ask), open, {
      large: source.large ? largeModel(source, ask) : null,
      onProgress: (what) => {
        meter.report(what)
        this.trying = (programs) => meter.report(`${what}: ${programs} programs made`)
      },
    }).finally(() => (this.trying = null))
    return {
      model: new OpenModel(source, chosen.model.runtime, { adapter, model: chosen.model }),
      backend: chosen.info,
      lost: chosen.lost,
    }
  }

  /** A model on a server, with its tokenizer from files. */
  private async ask(
    choice: Extract<ModelChoice, { kind: 'server' }>,
    meter: LoadMeter,
    onConfigAccepted: () => void,
  ): Promise<Loaded> {
    meter.report('Asking the server')
    const url = endpointUrl(choice.url, true)
    const files = await openTokenizer(choice.files.map((file) => blobRange(file.name, file)))
    const served = await openServed(
      { url, model: choice.name, key: choice.key },
      {
        tokenizer: new Tokenizer(files, this.watch),
        id: choiceId(choice),
        fetches: (...asked) => this.patiently(asked),
        page: globalThis.location.origin,
      },
    )
    onConfigAccepted()
    const { unread } = served
    return {
      model: new ServedModel(served),
      backend: {
        name: 'server',
        threads: 1,
        reason: `${choice.name} makes attempts on the server at ${hostOf(url)}, and they are judged here. ${
          unread ? `They are not read again: ${unread.reason}` : 'It reads each again after its feedback.'
        } Nothing is trained.`,
      },
      lost: null,
    }
  }

  /** A large model may take minutes over an answer: meanwhile whoever made the loader hears that it is waited for. */
  private async patiently(asked: Parameters<typeof fetch>): Promise<Response> {
    const signs = setInterval(this.ran, 1000)
    try {
      return await fetch(...asked)
    } finally {
      clearInterval(signs)
    }
  }

  private async read(
    choice: Exclude<ModelChoice, { kind: 'server' }>,
    meter: LoadMeter,
    onConfigAccepted: () => void,
  ): Promise<ReadModel> {
    switch (choice.kind) {
      case 'bundled': {
        meter.expect('model', sizes.models[choice.id] ?? 0)
        const files = await fetchModel(
          `${this.models}${encodeURIComponent(choice.id)}/`,
          ({ loadedBytes, totalBytes }) =>
            meter.update('model', 'Loading the model', loadedBytes, totalBytes),
        )
        const read = ReadModel.read(identityOf(choice.id), files)
        onConfigAccepted()
        return read
      }
      case 'stored': {
        const { files } = await openKept(await opfsStore(), choice.key)
        return this.readFrom(choice, files, meter, onConfigAccepted)
      }
      case 'files':
        return this.readFrom(
          choice,
          choice.files.map((file) => blobRange(file.name, file)),
          meter,
          onConfigAccepted,
        )
      default:
        return choice satisfies never
    }
  }

  private async readFrom(
    choice: Exclude<ModelChoice, { kind: 'bundled' | 'server' }>,
    files: readonly ByteRange[],
    meter: LoadMeter,
    onConfigAccepted: () => void,
  ): Promise<ReadModel> {
    const source = await openModelFiles(files)
    meter.expect('model', storedBytes(source))
    const read = await ReadModel.from({ id: choiceId(choice), name: choice.name }, source, this.watch)
    onConfigAccepted()
    return read
  }

  private backends(meter: LoadMeter, adapter: AskAdapter): Backends {
    const fetched = (build: 'wasm' | 'webgpu', what: string) => {
      meter.expect(build, sizes.runtime[build])
      return fetchBytes(buildUrls[build], 'The runtime', fetch, (received) =>
        meter.update(build, what, received),
      ).then((bytes) => bytes.buffer)
    }
    return {
      adapter,
      singleThreadReason: globalThis.crossOriginIsolated
        ? null
        : 'One thread, because this page is not cross-origin isolated.',
      wasm: () =>
        (this.cpu ??= retriable(
          async () => {
            const wasmBinary = await fetched('wasm', 'Loading the runtime')
            meter.report('Starting the runtime')
            return this.noticed(await wasmRuntime({ threads: threads(), wasmBinary }))
          },
          () => (this.cpu = null),
        )),
      webgpu: () =>
        (this.gpu ??= retriable(
          async () => {
            const wasmBinary = await fetched('webgpu', 'Loading the WebGPU runtime')
            meter.report('Starting WebGPU')
            const gpu = await webGpuRuntime((await adapter())!, { wasmBinary })
            this.noticed(gpu.runtime)
            return gpu
          },
          () => (this.gpu = null),
        )),
    }
  }

  /** The same runtime; whoever made the loader hears of every graph that was made or run on it. A long update is many of them, each of seconds at most. */
  private noticed(runtime: Runtime): Runtime {
    const load = runtime.load.bind(runtime)
    runtime.load = async (...of) => {
      const session = await load(...of)
      this.ran()
      this.trying?.(runtime.tally.sessions)
      const run = session.run.bind(session)
      session.run = async (feeds) => {
        const outputs = await run(feeds)
        this.ran()
        return outputs
      }
      return session
    }
    return runtime
  }
}

/** What decides where a model runs that is not opened twice for nothing. */
function largeModel(source: ReadModel, ask: AskAdapter): LargeModel {
  const limits = async (backend: 'wasm' | 'webgpu'): Promise<DeviceLimits> => {
    const memory = saidMemory()
    if (backend === 'wasm') return { memory, heap: wasmHeap, buffer: null, float16: false }
    const adapter = (await ask())?.adapter
    return {
      memory,
      heap: null,
      buffer: adapter?.limits.maxBufferSize ?? null,
      float16: adapter?.features.has('shader-f16') ?? false,
    }
  }
  return {
    tooLargeFor: async (backend) => {
      const { fit, why } = verdictOn(source.config, {}, await limits(backend))
      return fit === 'no' ? why : null
    },
    floor: (cpu) => floorOf(cpu, source.config, trialSizes.large, () => performance.now()),
    release: (runtime) => source.release(runtime),
  }
}

/** The small matrices of a small model gain nothing from more than four. */
function threads(): number {
  return globalThis.crossOriginIsolated ? Math.min(4, Math.max(1, navigator.hardwareConcurrency)) : 1
}

function retriable<T>(make: () => Promise<T>, forget: () => void): Promise<T> {
  return make().catch((error: unknown) => {
    forget()
    throw error
  })
}
