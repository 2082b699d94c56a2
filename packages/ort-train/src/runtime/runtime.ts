/**
 * onnxruntime behind one small face. A runtime owns one queue, in which every session is made and
 * every run waits its turn; programs (program.ts) are what runs on it.
 */
import type {
  Env,
  InferenceSession,
  InferenceSessionFactory,
  Tensor as OrtTensor,
  TensorConstructor,
} from 'onnxruntime-web'
import type { DType, HostArrays, Shape, TypedArray } from '../graph/shapes.ts'
import { Queue } from './queue.ts'
import { hostBytes, noTally, type Tally } from './tally.ts'
import { ortTypes, Value } from './value.ts'

export type BackendName = 'webgpu' | 'wasm' | 'node'

/** Bytes that outlive runs; all views share them. */
export interface DeviceBuffer {
  view<D extends DType>(dtype: D, shape: Shape): Value<D>
  /** Frees them on the device; no view may be fed afterwards. */
  release(): void
}

/** The part of onnxruntime's packages that is used. */
export interface Ort {
  InferenceSession: InferenceSessionFactory
  Tensor: TensorConstructor
}

/** onnxruntime-web's packages have settings beside it. */
export interface WebOrt extends Ort {
  env: Pick<Env, 'wasm' | 'logLevel'>
}

/** GPUBufferUsage's STORAGE, COPY_DST and COPY_SRC: that global is a browser's alone. */
const weightUsage = 0x80 | 0x08 | 0x04

export interface LoadOptions {
  /** Outputs that stay on the device (WebGPU); elsewhere ignored. */
  deviceOutputs?: readonly string[]
  /**
   * Whether runs come with inputs of other shapes each: onnxruntime remembers for every combination of shapes that it has
   * seen where all values lay, and forgets none, which is of use where it is always the same.
   */
  sizesVary?: boolean
}

/** A loaded model, by onnxruntime's own tensors; programs put names, types and shapes on it. */
export class Session {
  constructor(
    private readonly session: InferenceSession,
    private readonly queue: Queue,
    private readonly tally: Tally,
  ) {}

  /** Runs once. Throws onnxruntime's error. */
  run(feeds: Record<string, OrtTensor>): Promise<Record<string, OrtTensor>> {
    return this.queue.add(async () => {
      const begun = performance.now()
      const outputs = (await this.session.run(feeds)) as Record<string, OrtTensor>
      this.tally.runs++
      this.tally.runSeconds += (performance.now() - begun) / 1000
      this.tally.bytesFed += hostBytes(feeds)
      this.tally.bytesGiven += hostBytes(outputs)
      return outputs
    })
  }

  release(): Promise<void> {
    return this.queue.add(() => this.session.release())
  }
}

export class Runtime {
  private readonly queue = new Queue()
  /** What has been done so far. */
  readonly tally: Tally = noTally()

  /** Made by `createNodeRuntime`, `createWasmRuntime` and `createWebGpuRuntime`. */
  constructor(
    readonly backend: BackendName,
    readonly threads: number,
    private readonly ort: Ort,
    private readonly sessionOptions: InferenceSession.SessionOptions,
    /** Where values can be placed ahead of runs. */
    readonly device: GPUDevice | null = null,
  ) {}

  /** Whether 16-bit floats are held without a loss of speed: on a graphics device that says so. */
  get float16(): boolean {
    return this.device?.features.has('shader-f16') ?? false
  }

  /** Makes a session of an ONNX model. Throws onnxruntime's error where the backend lacks an op. */
  async load(
    model: Uint8Array,
    { deviceOutputs = [], sizesVary = false }: LoadOptions = {},
  ): Promise<Session> {
    const onDevice = this.backend === 'webgpu' && deviceOutputs.length > 0
    const options: InferenceSession.SessionOptions = {
      ...this.sessionOptions,
      ...(sizesVary && { enableMemPattern: false }),
      ...(onDevice && {
        preferredOutputLocation: Object.fromEntries(
          deviceOutputs.map((name) => [name, 'gpu-buffer' as const]),
        ),
      }),
    }
    return this.queue.add(async () => {
      const begun = performance.now()
      const session = await this.ort.InferenceSession.create(model, options)
      this.tally.sessions++
      this.tally.sessionSeconds += (performance.now() - begun) / 1000
      return new Session(session, this.queue, this.tally)
    })
  }

  /** Runs work of one's own on the device between runs of sessions, never beside one. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.queue.add(work)
  }

  /** Host data as a value that can be fed to many runs; it is not copied. */
  value<D extends DType>(dtype: D, shape: Shape, data: HostArrays[D]): Value<D> {
    return new Value(dtype, shape, this.tensor(dtype, shape, data))
  }

  /** @internal onnxruntime's tensor of host data. */
  tensor(dtype: DType, shape: Shape, data: TypedArray): OrtTensor {
    return new this.ort.Tensor(ortTypes[dtype], data as never, [...shape]) as OrtTensor
  }

  /** A buffer of the device as a value that can be fed to runs; releasing the value destroys it. */
  owned<D extends DType>(buffer: GPUBuffer, dtype: D, shape: Shape): Value<D> {
    const options = {
      dataType: ortTypes[dtype] as 'uint8',
      dims: [...shape],
      dispose: () => buffer.destroy(),
    }
    return new Value(dtype, shape, this.ort.Tensor.fromGpuBuffer(buffer, options) as OrtTensor)
  }

  /** Puts bytes where runs read them without another copy: a buffer of the device on WebGPU; elsewhere they stay on the host, where a session finds them. */
  place(data: TypedArray): DeviceBuffer {
    const { device } = this
    if (!device)
      return {
        view: (dtype, shape) => new Value(dtype, shape, this.tensor(dtype, shape, data)),
        release: () => {},
      }
    const size = Math.ceil(data.byteLength / 16) * 16
    const buffer = device.createBuffer({ size, usage: weightUsage })
    const whole = data.byteLength & ~3
    device.queue.writeBuffer(buffer, 0, data.buffer as ArrayBuffer, data.byteOffset, whole)
    if (whole < data.byteLength) {
      const rest = new Uint8Array(4)
      rest.set(new Uint8Array(data.buffer, data.byteOffset + whole, data.byteLength - whole))
      device.queue.writeBuffer(buffer, whole, rest)
    }
    return {
      view: (dtype, shape) => {
        const options = { dataType: ortTypes[dtype] as 'uint8', dims: [...shape] }
        return new Value(dtype, shape, this.ort.Tensor.fromGpuBuffer(buffer, options) as OrtTensor)
      },
      release: () => buffer.destroy(),
    }
  }
}
