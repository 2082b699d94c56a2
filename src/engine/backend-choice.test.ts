import { describe, expect, it } from 'vitest'
import { fasterOf, whyCpu, worthTrying } from './backend-choice.ts'

const measured = (step: number, first = 10 * step) => ({ kind: 'measured', step, first }) as const

describe('the rule', () => {
  it('takes the faster of both, never a card that is slower, however long its programs took', () => {
    expect(fasterOf(measured(480), measured(120, 9000), 'acme')).toEqual({
      backend: 'webgpu',
      reason:
        'A trial step took 0.48 s on the CPU and 0.12 s on WebGPU (acme); the first one, which makes the programs, 4.8 s and 9.0 s.',
    })
    expect(fasterOf(measured(2000), measured(17_000), 'acme')).toMatchObject({ backend: 'wasm' })
    // Of two that are as fast, the one that cannot be lost.
    expect(fasterOf(measured(100), measured(100), 'acme').backend).toBe('wasm')
  })

  it('takes WebGPU where the CPU was not tried, and says why it was not', () => {
    const onGpu = measured(900, 2000)
    const reasons = [
      { kind: 'floor', step: 8000 } as const,
      { kind: 'too-small', why: 'Needs about 6 GB; WebAssembly holds 4.3 GB at most.' } as const,
      { kind: 'broken', why: 'out of memory' } as const,
    ].map((cpu) => fasterOf(cpu, onGpu, 'acme'))
    expect(reasons.map(({ backend }) => backend)).toEqual(['webgpu', 'webgpu', 'webgpu'])
    expect(reasons.map(({ reason }) => reason)).toEqual([
      'A trial step took 0.90 s on WebGPU (acme), the first one 2.0 s; on the CPU its matrix products alone take 8.0 s.',
      'A trial step took 0.90 s on WebGPU (acme), the first one 2.0 s. The CPU cannot hold this model. Needs about 6 GB; WebAssembly holds 4.3 GB at most.',
      'A trial step took 0.90 s on WebGPU (acme), the first one 2.0 s. It did not work on the CPU (out of memory).',
    ])
  })

  it('takes the CPU where WebGPU was not measured', () => {
    expect(whyCpu({ kind: 'broken', why: 'out of memory' }, 'acme')).toBe(
      'WebGPU did not work here (out of memory), so the CPU runs it.',
    )
    expect(whyCpu({ kind: 'too-small', why: 'Buffers of 0.13 GB at most.' }, 'acme')).toContain(
      '(acme) cannot hold this model, so the CPU runs it. Buffers of 0.13 GB at most.',
    )
  })

  it('tries the CPU only where its products leave it a chance', () => {
    expect([worthTrying(100, 900), worthTrying(900, 900), worthTrying(8000, 900)]).toEqual([
      true,
      false,
      false,
    ])
  })
})
