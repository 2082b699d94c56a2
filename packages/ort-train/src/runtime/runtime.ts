/**
 * onnxruntime behind one small face. A runtime owns one queue: onnxruntime-web hangs or throws when
 * two sessions are made, or two runs are under way, at once, so every create and run waits its turn.
 */
import type {
  Env,
  InferenceSession,
  InferenceSessionFactory,
  Tensor as OrtTensor,
  TensorConstructor,
} from 'onnxruntime-web'
import type { DType, TypedArray } from '../graph/shapes.ts'

export type BackendName = 'webgpu' | 'wasm' | 'node'

/** A value on the host, or left on the device by a run; `data` of a device value throws until `download`. */
export type Value = OrtTensor

/** Bytes that outlive runs; all views share them. */
export interface Placed {
  view(dtype: DType, shape: readonly number[]): Value
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

const ortType = {
  f32: 'float32',
  f16: 'float16',
  i32: 'int32',
  i64: 'int64',
  bool: 'bool',
  u8: 'uint8',
  u4: 'uint4',
} as const

/** GPUBufferUsage's STORAGE, COPY_DST and COPY_SRC: that global is a browser's alone. */
const weightUsage = 0x80 | 0x08 | 0x04

export interface LoadOptions {
  /** Outputs that stay on the device (WebGPU); elsewhere ignored. */
  deviceOutputs?: readonly string[]
}

export class Session {
  constructor(
    private readonly session: InferenceSession,
    private readonly queue: Queue,
  ) {}

  /** Runs once. Throws onnxruntime's error, with the input at fault named where it can be. */
  run(feeds: Record<string, Value>): Promise<Record<string, Value>> {
    return this.queue.add(async () => {
      for (const name of this.session.inputNames)
        if (!feeds[name]) throw new Error(`Graph input "${name}" was not fed.`)
      return (await this.session.run(feeds)) as Record<string, Value>
    })
  }

  release(): Promise<void> {
    return this.queue.add(() => this.session.release())
  }
}

export class Runtime {
  private readonly queue = new Queue()

  constructor(
    readonly backend: BackendName,
    readonly threads: number,
    private readonly ort: Ort,
    private readonly sessionOptions: InferenceSession.SessionOptions,
    /** Where values can be placed ahead of runs. */
    private readonly device: GPUDevice | null = null,
  ) {}

  /** Whether 16-bit floats are held without a loss of speed: on a graphics device that says so. */
  get halves(): boolean {
    return this.device?.features.has('shader-f16') ?? false
  }

  async load(model: Uint8Array, { deviceOutputs = [] }: LoadOptions = {}): Promise<Session> {
    const onDevice = this.backend === 'webgpu' && deviceOutputs.length > 0
    const options: InferenceSession.SessionOptions = {
      ...this.sessionOptions,
      ...(onDevice && {
        preferredOutputLocation: Object.fromEntries(
          deviceOutputs.map((name) => [name, 'gpu-buffer' as const]),
        ),
      }),
    }
    return this.queue.add(
      async () => new Session(await this.ort.InferenceSession.create(model, options), this.queue),
    )
  }

  value(dtype: DType, shape: readonly number[], data: TypedArray): Value {
    return new this.ort.Tensor(ortType[dtype], data as never, [...shape]) as Value
  }

  /** Puts bytes where runs read them without another copy: a buffer of the device on WebGPU; elsewhere they stay on the host, where a session finds them. */
  place(data: TypedArray): Placed {
    if (!this.device) return { view: (dtype, shape) => this.value(dtype, shape, data), release: () => {} }
    const { device } = this
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
      view: (dtype, shape) =>
        this.ort.Tensor.fromGpuBuffer(buffer, {
          dataType: ortType[dtype] as 'uint8',
          dims: [...shape],
        }) as Value,
      release: () => buffer.destroy(),
    }
  }

  f32(shape: readonly number[], data: Float32Array): Value {
    return this.value('f32', shape, data)
  }

  scalar(value: number): Value {
    return this.f32([], Float32Array.of(value))
  }

  /** Token ids and positions. */
  i64(shape: readonly number[], data: readonly number[] | Int32Array): Value {
    return this.value('i64', shape, BigInt64Array.from(data as readonly number[], BigInt))
  }
}

/** Frees what a run left on the device; a host value needs nothing. */
export function discard(value: Value): void {
  if (value.location !== 'cpu') value.dispose()
}

/** Host copy of a run's float output; frees it where it lived on the device. */
export async function floats(value: Value): Promise<Float32Array> {
  if (value.location === 'cpu') return value.data as Float32Array
  const data = (await value.getData(true)) as Float32Array
  return data
}

/** One task at a time, in order; a failed task does not stop the next. */
export class Queue {
  private tail: Promise<unknown> = Promise.resolve()

  add<T>(task: () => Promise<T>): Promise<T> {
    const result = this.tail.then(task, task)
    this.tail = result.catch(() => {})
    return result
  }
}
