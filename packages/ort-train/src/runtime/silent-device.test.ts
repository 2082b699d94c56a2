/** A graphics device that never comes is told within seconds, and one that comes too late is let go. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findAdapter } from './adapter.ts'
import type { WebOrt } from './runtime.ts'
import { SilentDeviceError } from './silent-device.ts'
import { createWebGpuRuntime } from './webgpu.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const never = new Promise<never>(() => {})
const ort = { env: { wasm: {} } } as WebOrt
const adapterThat = (requestDevice: () => Promise<unknown>) =>
  ({ limits: {}, features: new Set(), requestDevice }) as unknown as GPUAdapter

describe('a browser that does not answer', () => {
  it('when asked for an adapter is given up after 15 s', async () => {
    vi.stubGlobal('navigator', { gpu: { requestAdapter: () => never } })
    const found = findAdapter().catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(14_900)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(200)
    const error = await found
    expect(error).toBeInstanceOf(SilentDeviceError)
    expect(error).toMatchObject({ asked: 'adapter', seconds: 15 })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('when asked for a device is given up too, and the device that comes later is destroyed', async () => {
    const destroy = vi.fn()
    let come: (device: unknown) => void = () => {}
    const device = new Promise((resolve) => (come = resolve))
    const made = createWebGpuRuntime(ort, { adapter: adapterThat(() => device) }).catch(
      (error: unknown) => error,
    )
    await vi.advanceTimersByTimeAsync(15_100)
    expect(await made).toMatchObject({ name: 'SilentDeviceError', asked: 'device' })
    expect(destroy).not.toHaveBeenCalled()
    come({ destroy })
    await vi.advanceTimersByTimeAsync(0)
    expect(destroy).toHaveBeenCalledOnce()
  })

  it('is told from one that has no adapter, and from one that refuses', async () => {
    vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => null } })
    expect(await findAdapter()).toBeUndefined()
    vi.stubGlobal('navigator', {})
    expect(await findAdapter()).toBeUndefined()
    const refused = createWebGpuRuntime(ort, {
      adapter: adapterThat(() => Promise.reject(new Error('no device'))),
    })
    await expect(refused).rejects.toThrow('no device')
    expect(vi.getTimerCount()).toBe(0)
  })
})
