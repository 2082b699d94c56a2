/**
 * Kernels of our own on the runtime's device: compiled once, all that a pass needs at the same time, recorded in order, run in
 * one pass.
 */

/** What a buffer is for, as GPUBufferUsage has it: that global is a browser's alone. */
export const bufferUse = {
  values: 0x80 | 0x08 | 0x04,
  uniform: 0x40 | 0x08,
  read: 0x01 | 0x08,
} as const
/** What a uniform's place in a buffer must be a multiple of. */
export const uniformStride = 256
/** GPUMapMode.READ. */
export const mapRead = 1

/** A kernel's code on the device; its pipeline is null until it is compiled. */
interface Kernel {
  layout: GPUBindGroupLayout
  pipeline: GPUComputePipeline | null
  /** Settles with what is wrong with the code. */
  compiled: Promise<{ message: string } | null>
}

export interface Step {
  kernel: Kernel
  bindings: GPUBindGroup
  groups: readonly [number, number, number]
}

/** What is bound to a kernel: a buffer, or a part of one. */
export type Bound = GPUBuffer | { buffer: GPUBuffer; offset: number; size: number }

export class Kernels {
  private readonly kernels = new Map<string, Kernel>()
  private faults: Promise<{ message: string } | null>[] = []
  /** Whether some of the steps that are not yet known to be sound are of a new kernel. */
  private fresh = false
  /** Whether the device is told to keep what is wrong with steps. */
  private watched = false

  /** @param compiled hears of the seconds that went into making kernels */
  constructor(
    readonly device: GPUDevice,
    private readonly compiled: (seconds: number) => void = () => {},
  ) {}

  /** A kernel with what it works on. */
  step(code: string, bound: readonly Bound[], groups: readonly [number, number, number]): Step {
    if (!this.watched) this.device.pushErrorScope('validation')
    this.watched = true
    const kernel = this.kernels.get(code) ?? this.compile(code)
    const bindings = this.device.createBindGroup({
      layout: kernel.layout,
      entries: bound.map((resource, binding) => ({
        binding,
        resource: 'buffer' in resource ? resource : { buffer: resource },
      })),
    })
    if (!kernel.pipeline) this.faults.push(kernel.compiled)
    return { kernel, bindings, groups }
  }

  /** Settles when all steps made so far are known to be sound. Throws what the device found wrong with one. */
  async sound(): Promise<void> {
    const { faults, fresh } = this
    const begun = performance.now()
    if (this.watched) faults.push(this.device.popErrorScope())
    this.watched = false
    this.faults = []
    this.fresh = false
    const found = await Promise.all(faults)
    if (fresh) this.compiled((performance.now() - begun) / 1000)
    for (const fault of found)
      if (fault) throw new Error(`The graphics device does not take a kernel. ${fault.message}`)
  }

  /** Room for values that kernels write, zero at first. */
  room(bytes: number, usage: number = bufferUse.values): GPUBuffer {
    return this.device.createBuffer({ size: Math.max(16, Math.ceil(bytes / 16) * 16), usage })
  }

  /** A buffer that holds values from the start. */
  filled(
    data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
    usage: number = bufferUse.values,
  ): GPUBuffer {
    const buffer = this.room(data.byteLength, usage)
    this.device.queue.writeBuffer(buffer, 0, data)
    return buffer
  }

  /** The numbers of all layers as uniforms, `uniformStride` apart: kernels of one code serve every layer. */
  layerNumbers(layers: number): GPUBuffer {
    const numbers = new Uint32Array((layers * uniformStride) / 4)
    for (let layer = 0; layer < layers; layer++) numbers[(layer * uniformStride) / 4] = layer
    return this.filled(numbers, bufferUse.uniform)
  }

  private compile(code: string): Kernel {
    const begun = performance.now()
    // A kernel says its name in its first line.
    const label = /^\/\/ (.+)/.exec(code)?.[1] ?? 'kernel'
    const layout = this.device.createBindGroupLayout({ entries: layoutEntries(code) })
    const made = this.device.createComputePipelineAsync({
      layout: this.device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module: this.device.createShaderModule({ label, code }), entryPoint: 'main' },
    })
    const kernel: Kernel = {
      layout,
      pipeline: null,
      compiled: made.then(
        (pipeline) => {
          kernel.pipeline = pipeline
          return null
        },
        (fault: GPUPipelineError) => fault,
      ),
    }
    this.kernels.set(code, kernel)
    this.fresh = true
    this.compiled((performance.now() - begun) / 1000)
    return kernel
  }
}

const computeStage = 4
const bindingTypes: Readonly<Record<string, GPUBufferBindingType>> = {
  'storage, read': 'read-only-storage',
  'storage, read_write': 'storage',
  uniform: 'uniform',
}

/** What a kernel's code says that it binds. */
const layoutEntries = (code: string): GPUBindGroupLayoutEntry[] =>
  Array.from(code.matchAll(/@binding\((\d+)\) var<([^>]+)>/g), ([, binding, kind]) => {
    const type = bindingTypes[kind!]
    if (!type) throw new Error(`A kernel binds "${kind}".`)
    return { binding: Number(binding), visibility: computeStage, buffer: { type } }
  })

/** Records steps as one pass. */
export function record(encoder: GPUCommandEncoder, steps: readonly Step[]): void {
  const pass = encoder.beginComputePass()
  for (const { kernel, bindings, groups } of steps) {
    if (!kernel.pipeline) throw new Error('Steps are recorded before they are known to be sound.')
    pass.setPipeline(kernel.pipeline)
    pass.setBindGroup(0, bindings)
    pass.dispatchWorkgroups(...groups)
  }
  pass.end()
}
