import { afterAll, describe, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import type { Runtime } from 'ort-train'
import { SilentDeviceError } from 'ort-train/adapter'
import { chooseBackend, type Backends, type LargeModel } from './live-backend.ts'
import { EngineFault } from './live-fault.ts'
import { ReadModel } from './live-model.ts'
import { LoadMeter } from './load-meter.ts'
import { tinyFiles, tinyRunConfig } from './tiny.testing.ts'

const source = ReadModel.read({ id: 't', name: 't' }, tinyFiles())
const runtimes = { cpu: nativeRuntime({ threads: 1 }), gpu: nativeRuntime({ threads: 1 }) }
const opened: Awaited<ReturnType<typeof chooseBackend>>[] = []
afterAll(() => Promise.all(opened.map(({ model }) => model.dispose())))

function choose(
  want: Parameters<typeof chooseBackend>[0],
  change: Partial<Backends> = {},
  cost: (runtime: Runtime) => number = () => 1,
  large: Partial<LargeModel> | null = null,
) {
  const made: string[] = []
  let now = 0
  let running: Runtime = runtimes.cpu
  const backends: Backends = {
    adapter: async () => ({ name: 'acme', software: false }),
    wasm: async () => {
      made.push('cpu')
      return runtimes.cpu
    },
    webgpu: async () => {
      made.push('gpu')
      return { runtime: runtimes.gpu, lost: new Promise(() => {}) }
    },
    singleThreadReason: 'One thread, for a reason.',
    ...change,
  }
  const open = (runtime: Runtime) => {
    running = runtime
    return source.open(runtime, tinyRunConfig().adapter)
  }
  const clock = () => (now += cost(running))
  const said: string[] = []
  const released: string[] = []
  const options = {
    clock,
    onProgress: (what: string) => said.push(what),
    large: large && {
      tooLargeFor: async () => null,
      floor: async () => 0,
      release: (runtime: Runtime) => released.push(runtime === runtimes.gpu ? 'gpu' : 'cpu'),
      ...large,
    },
  }
  return chooseBackend(want, backends, open, options).then((chosen) => {
    opened.push(chosen)
    return { ...chosen, made, said, released }
  })
}

describe('the choice of backend', () => {
  it('takes the CPU unmeasured where there is no adapter, or only a software one, and downloads nothing for WebGPU', async () => {
    const none = await choose('auto', { adapter: async () => undefined })
    expect(none.info.reason).toBe(
      'This browser offers no WebGPU, so the CPU runs it. One thread, for a reason.',
    )
    const software = await choose('auto', { adapter: async () => ({ name: 'swiftshader', software: true }) })
    expect(software.info.reason).toContain('software (swiftshader)')
    expect([...none.made, ...software.made]).toEqual(['cpu', 'cpu'])
  })

  it('measures a step on both and takes the faster, saying both times', async () => {
    const gpuWins = await choose('auto', {}, (runtime) => (runtime === runtimes.gpu ? 120 : 480))
    expect(gpuWins.info.reason).toBe(
      'A trial step took 0.48 s on the CPU and 0.12 s on WebGPU (acme); the first one, which makes the programs, 0.48 s and 0.12 s.',
    )
    expect(gpuWins.model.runtime).toBe(runtimes.gpu)
    expect(gpuWins.lost).not.toBeNull()
    const cpuWins = await choose('auto', {}, (runtime) => (runtime === runtimes.gpu ? 2400 : 210))
    expect(cpuWins.info.reason).toContain('0.21 s on the CPU and 2.4 s on WebGPU')
    expect(cpuWins.model.runtime).toBe(runtimes.cpu)
    expect(cpuWins.lost).toBeNull()
  })

  it('falls back to the CPU when WebGPU breaks, with its words', async () => {
    const broken = await choose('auto', { webgpu: async () => Promise.reject(new Error('out of memory')) })
    expect(broken.info.reason).toContain('WebGPU did not work here (out of memory), so the CPU runs it.')
  })

  it('does not wait for a graphics device that never comes: the CPU runs it, or the fault says what to do', async () => {
    for (const asked of ['adapter', 'device'] as const) {
      const silent = () => Promise.reject(new SilentDeviceError(asked, 15))
      const change = asked === 'adapter' ? { adapter: silent } : { webgpu: silent }
      const found = await choose('auto', change)
      expect(found.info.reason).toContain(
        `WebGPU did not work here (the browser has not answered for 15 seconds when asked for a graphics ${asked}), so the CPU runs it.`,
      )
      const byHand: unknown = await choose('webgpu', change).catch((error: unknown) => error)
      expect(byHand).toBeInstanceOf(EngineFault)
      expect(byHand).toMatchObject({
        message: 'The graphics device does not answer.',
        reason: expect.stringContaining(`for 15 seconds when asked for a graphics ${asked}`),
        wayOut: expect.stringContaining('choose the CPU'),
      })
    }
    const refused = choose('webgpu', { webgpu: () => Promise.reject(new Error('no device')) })
    await expect(refused).rejects.toThrow('no device')
  })

  it('measures a large model too, on the graphics adapter first, and frees it where it does not stay', async () => {
    const slowCard = await choose('auto', {}, (runtime) => (runtime === runtimes.gpu ? 17_000 : 2000), {})
    expect(slowCard).toMatchObject({ made: ['gpu', 'cpu'], released: ['gpu'], lost: null })
    expect(slowCard.info.reason).toContain('2.0 s on the CPU and 17.0 s on WebGPU (acme)')
    const fastCard = await choose('auto', {}, (runtime) => (runtime === runtimes.gpu ? 200 : 2000), {})
    expect(fastCard).toMatchObject({ made: ['gpu', 'cpu'], released: ['cpu'] })
    expect(fastCard.model.runtime).toBe(runtimes.gpu)
    expect(fastCard.said).toEqual(['Trying a step on the CPU', 'Trying a step on the CPU'])
  })

  it('does not place a large model on a CPU whose products alone take longer, nor on what cannot hold it', async () => {
    const hopeless = await choose('auto', {}, () => 500, { floor: async () => 8000 })
    expect(hopeless.said).toHaveLength(1)
    expect(hopeless.info.reason).toContain('its matrix products alone take 8.0 s')
    const small = await choose('auto', {}, () => 500, {
      tooLargeFor: async (backend) => (backend === 'webgpu' ? 'Needs about 6 GB.' : null),
    })
    expect(small).toMatchObject({ made: ['cpu'], lost: null })
    expect(small.info.reason).toContain(
      '(acme) cannot hold this model, so the CPU runs it. Needs about 6 GB.',
    )
  })

  it('does as it is told, and says when it cannot', async () => {
    expect((await choose('wasm')).made).toEqual(['cpu'])
    expect((await choose('webgpu')).info).toMatchObject({
      name: 'webgpu',
      reason: 'Chosen by hand, on acme.',
    })
    const fault: unknown = await choose('webgpu', { adapter: async () => undefined }).catch(
      (error: unknown) => error,
    )
    expect(fault).toBeInstanceOf(EngineFault)
    expect((fault as EngineFault).wayOut).toContain('CPU (wasm)')
  })
})

describe('the load meter', () => {
  it('adds downloads up against what is expected', () => {
    const seen: string[] = []
    const meter = new LoadMeter(({ loadedBytes, totalBytes, what }) =>
      seen.push(`${what} ${loadedBytes}/${totalBytes}`),
    )
    meter.expect('model', 100)
    meter.expect('runtime', 50)
    meter.update('model', 'a', 40)
    meter.update('runtime', 'b', 50)
    meter.update('model', 'a', 120, 120)
    meter.report('c')
    expect(seen).toEqual(['a 40/150', 'b 90/150', 'a 170/170', 'c 170/170'])
  })
})
