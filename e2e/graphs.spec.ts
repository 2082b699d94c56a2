/** Every op of the table, forward and backward, on WebGPU with the CPU forbidden, against the native runtime. */
import { BrowserHost } from '../scripts/in-browser.ts'
import { cases, evaluate, inputsOf, nameOf } from 'ort-train/testing/cases'
import { nativeRuntime } from '../scripts/native-runtime.ts'
import type { MatrixResult } from '../src/lm/matrix-cases.testing.ts'
import type { CaseResult } from './graphs.page.ts'
import { expect, test } from './test.ts'

test.describe('graphs on WebGPU', () => {
  test.skip(({ backend }) => backend !== 'webgpu', 'The CPU builds are checked beside the code.')
  let host: BrowserHost
  test.beforeAll(async () => {
    host = await BrowserHost.open('webgpu')
  })
  test.afterAll(() => host?.close())

  test('every op and its gradient stay on the GPU and agree with the native runtime', async () => {
    const results = await host.call<CaseResult[]>('e2e/graphs.page.ts', 'runCases')
    expect(results.filter((result) => result.error)).toEqual([])
    const native = nativeRuntime({ threads: 1 })
    for (const [i, c] of cases.entries()) {
      const { values, weights } = inputsOf(c, i)
      const { first } = await evaluate(native, c.build, c.inputs, values, weights, true)
      for (const [output, expected] of [Float32Array.of(first.loss), ...first.gradients].entries()) {
        const actual = results[i]!.outputs![output]!
        expect(actual, nameOf(c)).toHaveLength(expected.length)
        for (const [j, e] of expected.entries())
          expect(
            Math.abs(actual[j]! - e),
            `${nameOf(c)} ${output}[${j}]: ${actual[j]} against ${e}`,
          ).toBeLessThan(1e-4 * (1 + Math.abs(e)))
      }
    }
  })

  test('a node that only the CPU has is refused', async () => {
    expect(await host.call<string | null>('e2e/graphs.page.ts', 'loadCpuOnly')).toContain(
      'fallback to CPU EP has been explicitly disabled',
    )
  })
})

test('matrices in 16-bit floats, and packed in 8 and 4 bits, multiply as what they say, forward and backward', async ({
  backend,
}) => {
  const host = await BrowserHost.open(backend)
  try {
    const results = await host.call<MatrixResult[]>('e2e/graphs.page.ts', 'runMatrices', backend)
    // The software adapter has no 16-bit floats.
    expect(results).toHaveLength(backend === 'wasm' ? 12 : 10)
    for (const { name, error, failure } of results)
      expect(error, `${name}: ${failure ?? error}`).toBeLessThan(1e-5)
  } finally {
    await host.close()
  }
})
