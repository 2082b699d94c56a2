import { describe, expect, it } from 'vitest'
import { estimateMemory, fits, wasmHeap } from '../lm/memory.ts'
import { catalogue, settingsFor } from './catalogue.ts'

const entry = (name: string) => catalogue.find((e) => e.name === name)!

describe('the catalogue', () => {
  it('computes the parameters that the models\u2019 makers state', () => {
    expect(Object.fromEntries(catalogue.map(({ name, parameters }) => [name, parameters]))).toMatchObject({
      'SmolLM2 135M': 134_515_008,
      'SmolLM2 360M': 361_821_120,
      'SmolLM2 1.7B': 1_711_376_384,
      'Qwen2.5 0.5B': 494_032_768,
      'Qwen2.5 1.5B': 1_543_714_304,
      'Qwen3 0.6B': 596_049_920,
      'Llama 3.2 1B': 1_235_814_400,
    })
    expect(entry('SmolLM2 135M').downloadBytes).toBe(269_030_016)
    expect(entry('Qwen3 0.6B').downloadBytes).toBe(1_503_264_768)
  })

  it('names each model once', () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length)
  })
})

describe('settings to begin with', () => {
  const info = (name: string, about: Partial<Parameters<typeof settingsFor>[0]> = {}) => {
    const { id, parameters, config } = entry(name)
    return {
      id,
      name,
      parameters,
      adapterParameters: 1,
      vocabulary: config.vocabulary,
      contextLength: 8192,
      bytes: 1,
      readsAll: true,
      ...about,
    }
  }

  it('are known by architecture, whatever the file is called', () => {
    expect(settingsFor(info('SmolLM2 135M', { id: 'file:a 1 2', name: 'a' }))).toMatchObject({
      temperature: 0.7,
      topP: 0.95,
      attemptsPerStep: 4,
      maxNewTokens: 24,
      loss: { distillation: { kind: 'full-logits', alpha: 0 } },
      optimiser: { learningRate: 0.001 },
      reprompt: { maxTokens: 512 },
    })
  })

  it('are told apart by name where models share an architecture', () => {
    const file = (name: string) => settingsFor(info('Qwen2.5 0.5B', { id: `file:${name} 1 2`, name }))
    expect(file('qwen2.5-coder-0.5b-instruct-q8_0')).toBe(entry('Qwen2.5 Coder 0.5B').settings)
    expect(file('qwen2.5-0.5b-instruct-q8_0')).toBe(entry('Qwen2.5 0.5B').settings)
  })

  it('of an unknown model are those of the nearest in size; of one that reads a few words, the lab\u2019s own', () => {
    expect(settingsFor(info('SmolLM2 135M', { id: 'x', name: 'x', parameters: 150e6 }))).toBe(
      entry('SmolLM2 135M').settings,
    )
    expect(settingsFor(info('SmolLM2 135M', { parameters: 846_000, readsAll: false }))).toEqual({})
  })
})

describe('what fits', () => {
  const estimate = (name: string, held: 'f32' | 'int8') => {
    const { config, settings } = entry(name)
    return estimateMemory(config, {
      held,
      on: 'cpu',
      rank: 8,
      attempts: settings.attemptsPerStep!,
      promptTokens: settings.reprompt!.maxTokens,
      newTokens: settings.maxNewTokens!,
    })
  }
  it('grows with the model, and shrinks with the bits of its weights', () => {
    const totals = ['SmolLM2 135M', 'SmolLM2 360M', 'Qwen2.5 1.5B'].map(
      (name) => estimate(name, 'int8').total,
    )
    expect(totals).toEqual([...totals].sort((a, b) => a - b))
    for (const { name } of catalogue)
      expect(estimate(name, 'int8').total).toBeLessThan(estimate(name, 'f32').total)
  })
  it('says no where a heap or a machine is too small, and why', () => {
    const large = estimate('Qwen2.5 1.5B', 'f32')
    expect(fits(large, { memory: 8 * 2 ** 30, heap: wasmHeap, buffer: null })).toMatchObject({
      fit: 'no',
      why: expect.stringContaining('WebAssembly') as string,
    })
    expect(fits(large, { memory: 4 * 2 ** 30, heap: null, buffer: null }).fit).toBe('no')
    expect(
      fits(estimate('SmolLM2 135M', 'int8'), { memory: 8 * 2 ** 30, heap: wasmHeap, buffer: null }).fit,
    ).toBe('fits')
    expect(
      fits(estimate('SmolLM2 1.7B', 'int8'), { memory: 16e9, heap: wasmHeap, buffer: null }),
    ).toMatchObject({ fit: 'tight', why: expect.stringContaining('WebAssembly') as string })
    expect(
      fits(estimate('SmolLM2 1.7B', 'int8'), { memory: 4 * 2 ** 30, heap: null, buffer: 128 * 2 ** 20 }).fit,
    ).toBe('no')
  })
})
