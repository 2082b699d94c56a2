/**
 * Where the model runs: chosen by measuring a small step on each backend that can hold it, unless there is nothing to
 * choose or the person chose. The reason is a sentence that the screen shows.
 */
import type { LlamaModel } from '../lm/llama-model.ts'
import type { Runtime } from 'ort-train'
import { SilentDeviceError } from 'ort-train/adapter'
import { fasterOf, whyCpu, worthTrying, type Trial } from './backend-choice.ts'
import { EngineFault, wordsOf } from './live-fault.ts'
import type { BackendInfo } from './protocol.ts'
import { trialOf, trialSizes } from './trial.ts'

export type WantedBackend = 'auto' | 'webgpu' | 'wasm'

export interface Gpu {
  runtime: Runtime
  lost: Promise<string>
}

/** What this machine offers; making a runtime downloads it. */
export interface Backends {
  adapter(): Promise<{ name: string; software: boolean } | undefined>
  wasm(): Promise<Runtime>
  webgpu(): Promise<Gpu>
  /** Why wasm has one thread only; null when it has more, or the machine has no more. */
  singleThreadReason: string | null
}

export interface Chosen {
  model: LlamaModel
  info: BackendInfo
  /** Settles when the device is gone; never on the CPU. */
  lost: Promise<string> | null
}

type Opener = (runtime: Runtime) => LlamaModel | Promise<LlamaModel>

/** What a model that is placed on a runtime, and is not opened twice for nothing, tells of itself. */
export interface LargeModel {
  /** Why a backend cannot hold it, in a sentence; null where it can. */
  tooLargeFor(backend: 'wasm' | 'webgpu'): Promise<string | null>
  /** Milliseconds that a trial step takes on the CPU at the least. */
  floor(cpu: Runtime): Promise<number>
  /** Frees its weights on a runtime. */
  release(runtime: Runtime): void
}

interface Choosing {
  clock?: () => number
  /** Null: small enough to be opened on both. */
  large?: LargeModel | null
  /** Hears what is tried next. */
  onProgress?: (what: string) => void
}

/** @param open makes the model on a runtime. Throws `EngineFault` where the wanted backend cannot run it. */
export async function chooseBackend(
  want: WantedBackend,
  backends: Backends,
  open: Opener,
  { clock = () => performance.now(), large = null, onProgress: say = () => {} }: Choosing = {},
): Promise<Chosen> {
  const onCpu = async (reason: string): Promise<Chosen> =>
    cpuOf(await open(await backends.wasm()), backends, reason)
  switch (want) {
    case 'wasm':
      return onCpu('Chosen by hand.')
    case 'webgpu': {
      const adapter = await told(backends.adapter())
      if (!adapter) throw noWebGpu
      const gpu = await told(backends.webgpu())
      return gpuOf(await open(gpu.runtime), gpu, `Chosen by hand, on ${adapter.name}.`)
    }
    case 'auto': {
      const adapter = await backends.adapter().catch(silentOf)
      if (adapter instanceof SilentDeviceError)
        return onCpu(`WebGPU did not work here (${adapter.message}), so the CPU runs it.`)
      if (!adapter) return onCpu('This browser offers no WebGPU, so the CPU runs it.')
      if (adapter.software)
        return onCpu(`The only graphics adapter is software (${adapter.name}), which the CPU itself beats.`)
      return new Contest(backends, open, clock, large, say).decide(adapter.name)
    }
    default:
      return want satisfies never
  }
}

/** Both backends with what decides between them. */
class Contest {
  private gpu: Gpu | null = null

  constructor(
    private readonly backends: Backends,
    private readonly open: Opener,
    private readonly clock: () => number,
    private readonly large: LargeModel | null,
    private readonly onProgress: (what: string) => void,
  ) {}

  /** A large model is tried on the graphics adapter first: where the CPU's products alone take longer, it is not placed there. */
  async decide(adapter: string): Promise<Chosen> {
    const small = this.large ? null : await this.trial(await this.open(await this.backends.wasm()))
    const gpu = await this.onGpu()
    if (gpu.trial.kind !== 'measured') {
      const model = small?.model ?? (await this.open(await this.backends.wasm()))
      return cpuOf(model, this.backends, whyCpu(gpu.trial, adapter))
    }
    const cpu = small ?? (await this.onCpu(gpu.trial.step))
    const { backend, reason } = fasterOf(cpu.trial, gpu.trial, adapter)
    if (backend === 'wasm' && cpu.model) {
      await this.close(gpu.model)
      return cpuOf(cpu.model, this.backends, reason)
    }
    await this.close(cpu.model)
    return gpuOf(gpu.model!, this.gpu!, reason)
  }

  private onGpu() {
    return this.tried('webgpu', async () => (this.gpu = await this.backends.webgpu()).runtime)
  }

  /** Of a large model, whose step takes `toBeat` milliseconds on the other. */
  private async onCpu(toBeat: number): Promise<{ trial: Trial; model: LlamaModel | null }> {
    const runtime = await this.backends.wasm()
    const floor = (await this.large?.floor(runtime)) ?? 0
    return worthTrying(floor, toBeat)
      ? this.tried('wasm', async () => runtime)
      : { trial: { kind: 'floor', step: floor }, model: null }
  }

  private async tried(backend: 'wasm' | 'webgpu', make: () => Promise<Runtime>) {
    const why = (await this.large?.tooLargeFor(backend)) ?? null
    if (why !== null) return { trial: { kind: 'too-small' as const, why }, model: null }
    let model: LlamaModel | null = null
    try {
      model = await this.open(await make())
      return await this.trial(model)
    } catch (error) {
      await this.close(model)
      return { trial: { kind: 'broken' as const, why: wordsOf(error) }, model: null }
    }
  }

  private async trial(model: LlamaModel) {
    this.onProgress(`Trying a step on ${model.runtime.backend === 'webgpu' ? 'WebGPU' : 'the CPU'}`)
    const size = this.large ? trialSizes.large : trialSizes.small
    return { trial: await trialOf(model, size, this.clock), model }
  }

  private async close(model: LlamaModel | null): Promise<void> {
    if (!model) return
    await model.dispose()
    this.large?.release(model.runtime)
  }
}

function cpuOf(model: LlamaModel, backends: Backends, reason: string): Chosen {
  const { threads } = model.runtime
  const single = threads === 1 && backends.singleThreadReason ? ` ${backends.singleThreadReason}` : ''
  return { model, info: { name: model.runtime.backend, threads, reason: reason + single }, lost: null }
}

function gpuOf(model: LlamaModel, gpu: Gpu, reason: string): Chosen {
  return { model, info: { name: 'webgpu', threads: 1, reason }, lost: gpu.lost }
}

const noWebGpu = new EngineFault(
  'This browser has no WebGPU to run on.',
  'It offers no graphics adapter: WebGPU is missing, switched off, or blocked for this machine.',
  'Choose the CPU (wasm) in the settings, or another browser. Everything works there too.',
)

/** The error of a browser that does not answer; any other is thrown. */
function silentOf(error: unknown): SilentDeviceError {
  if (error instanceof SilentDeviceError) return error
  throw error
}

/** A device that was asked for by hand and does not come, in words. */
async function told<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    const { message } = silentOf(error)
    throw new EngineFault(
      'The graphics device does not answer.',
      `${message[0]!.toUpperCase()}${message.slice(1)}: its driver hangs, or the browser has given up on it after it was lost.`,
      'Load the model again, choose the CPU (wasm) in the settings, or start the browser again.',
    )
  }
}
