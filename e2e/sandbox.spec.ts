/** Hostile candidates in the browser: each judged in time, none passes, the page stays responsive, no request leaves it. */
import { BrowserHost } from '../scripts/in-browser.ts'
import type { Siege } from './sandbox.page.ts'
import { expect, test } from './test.ts'

test('candidates that attack the judge get a verdict in time, and nothing out', async ({ backend }) => {
  test.skip(backend !== 'wasm', 'The sandboxes know no backend.')
  const asked: string[] = []
  const host = await BrowserHost.open(backend, { asked: (url) => asked.push(url) })
  let siege: Siege
  try {
    siege = await host.call<Siege>('e2e/sandbox.page.ts', 'besiege', 4)
  } finally {
    await host.close()
  }
  expect(siege.attacks.length).toBeGreaterThan(80)
  for (const { name, reward, status, allowed, ms, limitMs, next } of siege.attacks) {
    expect([name, reward, status]).toEqual([
      name,
      0,
      [...allowed, 'time-out'].includes(status) ? status : allowed,
    ])
    expect([name, next]).toEqual([name, 1])
    expect(ms, name).toBeLessThan(limitMs + 500)
  }
  expect(siege.longestPauseMs).toBeLessThan(500)
  expect(asked.length).toBeGreaterThan(10)
  expect(
    asked.filter((url) => !/^http:\/\/(localhost|127\.0\.0\.1):\d+\//.test(url) || url.includes('stolen')),
  ).toEqual([])
  const { javascript, python } = siege.group
  test.info().annotations.push({
    type: 'speed',
    description: `8 attempts of 10 tests: ${Math.round(javascript)} ms in JavaScript, ${Math.round(python)} ms in Python`,
  })
  expect(javascript).toBeLessThan(300)
  expect(python).toBeLessThan(2000)
})
