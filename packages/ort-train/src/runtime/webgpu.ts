/**
 * onnxruntime-web's WebGPU build on a device of our own: the adapter's full limits, news of its loss,
 * and no node on the CPU, whose copies would cost more than they compute.
 */
import type { FoundAdapter } from './adapter.ts'
import { Runtime, type WebOrt } from './runtime.ts'
import { answered } from './silent-device.ts'

export interface WebGpuRuntime {
  runtime: Runtime
  /** Settles with the reason when the device is gone; nothing made on it works from then on. */
  lost: Promise<string>
}

/**
 * A runtime on a device of its own, where nothing falls back to the CPU: a graph with an op that WebGPU lacks does not load.
 * @param ort the module `onnxruntime-web/webgpu`
 * @param found what `findAdapter` found
 * @param options.wasmBinary the runtime's own WebAssembly where the caller has fetched it; else it is fetched from beside the code
 * @throws SilentDeviceError where the browser gives no device within 15 seconds
 */
export async function createWebGpuRuntime(
  ort: WebOrt,
  { adapter }: Pick<FoundAdapter, 'adapter'>,
  { wasmBinary }: { wasmBinary?: ArrayBuffer } = {},
): Promise<WebGpuRuntime> {
  const asked = adapter.requestDevice({
    requiredLimits: limitsOf(adapter),
    requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
  })
  const device = await answered('device', asked, (late) => late.destroy())
  // The wasm side only schedules here; threads of it would idle.
  ort.env.wasm.numThreads = 1
  if (wasmBinary) ort.env.wasm.wasmBinary = wasmBinary
  ort.env.logLevel = 'error'
  const runtime = new Runtime(
    'webgpu',
    1,
    ort,
    {
      executionProviders: [{ name: 'webgpu', device, storageBufferCacheMode: 'simple' }],
      graphOptimizationLevel: 'all',
      extra: { session: { disable_cpu_ep_fallback: '1' } },
    },
    device,
  )
  return { runtime, lost: device.lost.then(({ reason, message }) => message || reason) }
}

/** What onnxruntime's kernels use where it is there. */
const features = ['shader-f16', 'subgroups', 'timestamp-query'] as const satisfies readonly GPUFeatureName[]

/** The default limits are a phone's (128 MB a binding): ask for what the adapter has. */
function limitsOf(adapter: GPUAdapter): Record<string, number> {
  const names = [
    'maxBufferSize',
    'maxStorageBufferBindingSize',
    'maxStorageBuffersPerShaderStage',
    'maxComputeWorkgroupStorageSize',
    'maxComputeInvocationsPerWorkgroup',
    'maxComputeWorkgroupSizeX',
    'maxComputeWorkgroupSizeY',
    'maxComputeWorkgroupSizeZ',
    'maxComputeWorkgroupsPerDimension',
  ] as const
  return Object.fromEntries(names.map((name) => [name, adapter.limits[name]]))
}
