/** Matrices in 16 bits and packed, on the native runtime; wasm and WebGPU: e2e/graphs.spec.ts. */
import { describe, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { matrixResults } from './matrix-cases.testing.ts'

describe('products with stored matrices', () => {
  it('are those of what the matrices say, forward and backward', async () => {
    const results = await matrixResults(nativeRuntime({ threads: 1 }))
    expect(results).toHaveLength(8)
    for (const { name, error, failure } of results) expect(error, failure ?? name).toBeLessThan(1e-5)
  })
})
