/** The choice of backend in a real browser: both are measured, and a card that is slower than the CPU is not taken. */
import { BrowserHost } from '../scripts/in-browser.ts'
import type { choose } from './backend-choice.page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'wasm', 'There is no adapter to choose.')

test('a software adapter that passes for a card loses to the CPU by measurement', async () => {
  const host = await BrowserHost.open('webgpu')
  try {
    const { info, software, said } = await host.call<Awaited<ReturnType<typeof choose>>>(
      'e2e/backend-choice.page.ts',
      'choose',
    )
    test.skip(!software, 'This browser has a card, which may well be faster.')
    expect(said).toEqual(['Trying a step on the CPU', 'Trying a step on WebGPU'])
    expect(info).toMatchObject({ name: 'wasm' })
    const [cpu, gpu] = [...info.reason.matchAll(/([\d.]+) s/g)].map(([, seconds]) => Number(seconds))
    expect(info.reason).toMatch(/^A trial step took .* on the CPU and .* on WebGPU \(.+\); the first one/)
    expect(gpu).toBeGreaterThan(cpu!)
  } finally {
    await host.close()
  }
})
