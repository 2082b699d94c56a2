/**
 * onnxruntime-web's WebGPU build in Node, on Dawn (npm `webgpu`): the lab's own GPU path without a browser, on
 * a card or on a software adapter.
 */
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { findAdapter } from 'ort-train/adapter'
import type { Runtime } from 'ort-train'
import { webGpuRuntime } from 'ort-train/web'
import { vulkanEnvironment } from '../../scripts/vulkan.ts'

interface Dawn {
  create(options: string[]): GPU
  globals: Record<string, unknown>
}

const installed = createRequire(new URL('../package.json', import.meta.url))

/** Why Dawn cannot run here, in words. */
export class DawnMissingError extends Error {}

/** Files that stand elsewhere than npm has put them. */
interface DawnFiles {
  /** dawn.node, and onnxruntime's WebAssembly. */
  dawn: string
  wasm: string
}

/** @throws DawnMissingError where the package is not installed or there is no adapter. */
export async function createDawnRuntime(
  files: DawnFiles | null = null,
): Promise<{ runtime: Runtime; adapter: string; software: boolean }> {
  await openDawn(files)
  const found = await findAdapter()
  if (!found)
    throw new DawnMissingError(
      'Dawn found no graphics adapter. With an NVIDIA driver set VK_DRIVER_FILES to its nvidia_icd.json and install libvulkan1; without a card install Chromium, whose software adapter is used.',
    )
  const { runtime } = await webGpuRuntime(found, { wasmBinary: await wasmBinary(files) })
  return { runtime, adapter: found.name, software: found.software }
}

/** Makes `navigator.gpu` and WebGPU's globals those of Dawn; once is enough. */
async function openDawn(files: DawnFiles | null): Promise<void> {
  if ('GPUBufferUsage' in globalThis) return
  let dawn: Dawn
  try {
    dawn = files
      ? (createRequire(import.meta.url)(files.dawn) as Dawn)
      : ((await import(pathToFileURL(installed.resolve('webgpu')).href)) as Dawn)
  } catch (cause) {
    throw new DawnMissingError('The package `webgpu` is not installed. Run `npm ci --prefix experiments`.', {
      cause,
    })
  }
  Object.assign(globalThis, dawn.globals)
  keepOptimiserOff()
  copyOutOfSharedMemory()
  const gpu = dawn.create(['backend=vulkan'])
  if (!('navigator' in globalThis))
    Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true })
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true })
}

/**
 * The optimising compiler of Node 20's V8 takes 40 s of two cores for one function of this build, and a run waits for
 * it; that of Node 22 does not. The WebAssembly only schedules, so there the quick compiler's code serves.
 */
function keepOptimiserOff(): void {
  const [major = 0] = process.versions.v8.split('.').map(Number)
  if (major < 12) setFlagsFromString('--liftoff-only')
}

/** onnxruntime's heap is shared memory, which Dawn's binding refuses to read: what is written from there is copied first. */
function copyOutOfSharedMemory(): void {
  const { prototype } = GPUQueue
  const write = prototype.writeBuffer as (...args: unknown[]) => undefined
  prototype.writeBuffer = function (
    this: GPUQueue,
    buffer: GPUBuffer,
    bufferOffset: number,
    data: AllowSharedBufferSource,
    dataOffset = 0,
    size?: number,
  ): undefined {
    const view = ArrayBuffer.isView(data) ? data : new Uint8Array(data)
    if (view.buffer instanceof ArrayBuffer)
      return size === undefined
        ? write.call(this, buffer, bufferOffset, data, dataOffset)
        : write.call(this, buffer, bufferOffset, data, dataOffset, size)
    // Offsets into a typed array count its elements.
    const unit = 'BYTES_PER_ELEMENT' in view ? (view.BYTES_PER_ELEMENT as number) : 1
    const from = view.byteOffset + dataOffset * unit
    const bytes = size === undefined ? view.byteLength - dataOffset * unit : size * unit
    return write.call(this, buffer, bufferOffset, new Uint8Array(view.buffer, from, bytes).slice())
  }
}

/** Node cannot fetch a file, so the browser's WebAssembly is handed over. */
async function wasmBinary(files: DawnFiles | null): Promise<ArrayBuffer> {
  const bytes = await readFile(
    files?.wasm ??
      createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm'),
  )
  return new Uint8Array(bytes).buffer
}

/** Starts this command again where Vulkan is found only with variables that a process reads at its start, and ends with the exit status of that. */
export function restartWithVulkan(): void {
  const missing = vulkanEnvironment()
  if (Object.keys(missing).length === 0) return
  const { status } = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, ...missing },
  })
  process.exit(status ?? 1)
}
