/** The graphics adapter, asked for without loading any runtime: what is there decides what is worth downloading. */
import { answered } from './silent-device.ts'

export { SilentDeviceError } from './silent-device.ts'

export interface FoundAdapter {
  adapter: GPUAdapter
  /** In words, as far as the browser tells. */
  name: string
  /** A CPU that plays the adapter: correct, and slow. */
  software: boolean
}

/**
 * @returns undefined where there is no WebGPU or no adapter for it
 * @throws SilentDeviceError where the browser does not answer within 15 seconds
 */
export async function findAdapter(): Promise<FoundAdapter | undefined> {
  const gpu = globalThis.navigator?.gpu
  if (!gpu) return undefined
  const adapter = await answered('adapter', gpu.requestAdapter({ powerPreference: 'high-performance' }))
  if (!adapter) return undefined
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info
  const name = [vendor, architecture].filter(Boolean).join(' ') || description || 'an unnamed adapter'
  return {
    adapter,
    name,
    software: isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|software/i.test(`${name} ${description}`),
  }
}
