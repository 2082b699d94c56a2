/** A profile watches every dispatch and changes nothing that is computed. */
import { describe, expect, it } from 'vitest'
import { dawnForTests } from './dawn.testing.ts'
import { countFromHereOn, gpuCounts } from './gpu-counts.ts'
import { gpuProfile } from './gpu-profile.ts'
import { MeasuredSteps } from './measured-step.ts'
import { openSmallModel } from './small-model.ts'

const dawn = await dawnForTests()
const title = (name: string) => name + (dawn.missing ? ` (skipped: ${dawn.missing})` : '')

describe.skipIf(dawn.missing)(title('a profile of kernels'), () => {
  it('has every dispatch of a step with its time, and the step is the same', async () => {
    const runtime = dawn.runtime!
    countFromHereOn()
    const { model, prompt } = await openSmallModel(runtime, 'qwen2', 'f32', { rank: 4, scale: 2 })
    const sample = () =>
      new MeasuredSteps(model, { prompt: prompt.slice(0, 8), teacherPrompt: prompt }, 2).sample(4)
    await sample()
    const plain = await gpuCounts(sample)
    const watched = await gpuProfile(runtime.device!, () => gpuCounts(sample))
    expect(watched.result.result.map(({ tokens }) => tokens)).toEqual(
      plain.result.map(({ tokens }) => tokens),
    )
    const dispatches = watched.kernels.reduce((sum, kernel) => sum + kernel.dispatches, 0)
    expect(dispatches).toBe(plain.counts.dispatches)
    // A clock may be too coarse for one short dispatch, not for all of them.
    expect(watched.kernels.every(({ milliseconds }) => milliseconds >= 0)).toBe(true)
    expect(watched.kernels.filter(({ milliseconds }) => milliseconds > 0).length).toBeGreaterThan(
      watched.kernels.length / 2,
    )
    expect(watched.kernels.some(({ kernel }) => kernel.startsWith('decoding, product ['))).toBe(true)
  }, 120_000)
})
