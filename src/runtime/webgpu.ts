/**
 * onnxruntime-web's WebGPU build on a device of our own: the adapter's full limits, news of its loss,
 * and no node on the CPU, whose copies would cost more than they compute.
 */
import * as ort from 'onnxruntime-web/webgpu'
import { Runtime, type Ort } from './runtime.ts'

export interface WebGpuRuntime {
  runtime: Runtime
  /** The adapter in words, as far as the browser tells. */
  adapter: string
  /** True of a CPU that plays the adapter: correct, and slow. */
  software: boolean
  /** Settles with the reason when the device is gone; nothing made on it works from then on. */
  lost: Promise<string>
}

/** @returns undefined where there is no WebGPU or no adapter for it. */
export async function createWebGpuRuntime(): Promise<WebGpuRuntime | undefined> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) return undefined
  const device = await adapter.requestDevice({
    requiredLimits: limitsOf(adapter),
    requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
  })
  // The wasm side only schedules here; threads of it would idle.
  ort.env.wasm.numThreads = 1
  ort.env.logLevel = 'error'
  const runtime = new Runtime('webgpu', 1, ort as unknown as Ort, {
    executionProviders: [{ name: 'webgpu', device, storageBufferCacheMode: 'simple' }],
    graphOptimizationLevel: 'all',
    extra: { session: { disable_cpu_ep_fallback: '1' } },
  })
  const { vendor, architecture, description } = adapter.info
  const software = adapter.info.isFallbackAdapter || /swiftshader|llvmpipe|software/i.test(`${vendor} ${architecture} ${description}`)
  return {
    runtime,
    adapter: [vendor, architecture].filter(Boolean).join(' ') || description || 'unnamed adapter',
    software,
    lost: device.lost.then(({ reason, message }) => message || reason),
  }
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
