/**
 * Where the model runs: chosen by measuring both on a small step, unless there is nothing to choose
 * or the person chose. The reason is a sentence that the screen shows.
 */
import type { LlamaModel } from '../lm/llama-model.ts'
import { Rng } from '../rng.ts'
import { defaultRunConfig } from '../sdpo/config.ts'
import { LlamaLearner } from '../sdpo/llama-learner.ts'
import type { Runtime } from 'ort-train'
import { EngineFault, wordsOf } from './live-fault.ts'
import type { BackendInfo } from './protocol.ts'

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

/** @param open makes the model on a runtime. @param large the model is too large to be opened twice for a measurement. Throws `EngineFault` where the wanted backend cannot run it. */
export async function chooseBackend(
  want: WantedBackend,
  backends: Backends,
  open: Opener,
  { clock = () => performance.now(), large = false }: { clock?: () => number; large?: boolean } = {},
): Promise<Chosen> {
  const onCpu = async (reason: string): Promise<Chosen> =>
    cpuOf(await open(await backends.wasm()), backends, reason)
  switch (want) {
    case 'wasm':
      return onCpu('Chosen by hand.')
    case 'webgpu': {
      const adapter = await backends.adapter()
      if (!adapter) throw noWebGpu
      const gpu = await backends.webgpu()
      return gpuOf(await open(gpu.runtime), gpu, `Chosen by hand, on ${adapter.name}.`)
    }
    case 'auto': {
      const adapter = await backends.adapter()
      if (!adapter) return onCpu('This browser offers no WebGPU, so the CPU runs it.')
      if (adapter.software)
        return onCpu(`The only graphics adapter is software (${adapter.name}), which the CPU itself beats.`)
      return large ? onGpuIfItCan(backends, adapter.name, open) : faster(backends, adapter.name, open, clock)
    }
    default:
      return want satisfies never
  }
}

/** A large model is not placed twice only to be measured. */
async function onGpuIfItCan(backends: Backends, adapter: string, open: Opener): Promise<Chosen> {
  try {
    const gpu = await backends.webgpu()
    return gpuOf(
      await open(gpu.runtime),
      gpu,
      `A model of this size is taken to be faster on WebGPU (${adapter}); nothing was measured.`,
    )
  } catch (error) {
    return cpuOf(
      await open(await backends.wasm()),
      backends,
      `WebGPU did not work here (${wordsOf(error)}), so the CPU runs it.`,
    )
  }
}

async function faster(
  backends: Backends,
  adapter: string,
  open: Opener,
  clock: () => number,
): Promise<Chosen> {
  const cpu = await open(await backends.wasm())
  const cpuMs = await trialStep(cpu, clock)
  let gpu: Gpu
  let gpuModel: LlamaModel
  let gpuMs: number
  try {
    gpu = await backends.webgpu()
    gpuModel = await open(gpu.runtime)
    gpuMs = await trialStep(gpuModel, clock)
  } catch (error) {
    return cpuOf(cpu, backends, `WebGPU did not work here (${wordsOf(error)}), so the CPU runs it.`)
  }
  const measured = `A trial step took ${seconds(cpuMs)} on the CPU and ${seconds(gpuMs)} on WebGPU (${adapter}).`
  if (gpuMs < cpuMs) {
    await cpu.dispose()
    return gpuOf(gpuModel, gpu, measured)
  }
  await gpuModel.dispose()
  return cpuOf(cpu, backends, measured)
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

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 995 ? 2 : 1)} s`
}

/** Milliseconds of a small step (8 attempts of 8 tokens, sampled and learned from), compilation left out. */
async function trialStep(model: LlamaModel, clock: () => number): Promise<number> {
  await step(model)
  const start = clock()
  await step(model)
  return clock() - start
}

async function step(model: LlamaModel): Promise<void> {
  const { vocabulary } = model.config
  const prompt = Array.from({ length: 32 }, (_, i) => i % vocabulary)
  const rngs = Array.from({ length: 8 }, (_, i) => Rng.of(1, 'trial', i))
  const samples = await model.sample({ prompt, theta: null, rngs, maxNewTokens: 8, temperature: 1, topP: 1 })
  const { loss, optimiser, teacher } = defaultRunConfig
  const learner = new LlamaLearner(model, LlamaLearner.initialTheta(model, 1))
  const rows = samples.map(({ tokens, logProbs }) => ({
    prompt,
    teacherPrompt: prompt,
    response: tokens,
    oldLogProbs: logProbs,
    mask: 1 as const,
    advantage: 0,
  }))
  await learner.update(rows, { loss, optimiser, teacher, temperature: 1, terms: { kind: 'distillation' } })
}
