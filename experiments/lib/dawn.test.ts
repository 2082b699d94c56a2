import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { conform } from '../conformance/run.ts'
import { dawnForTests } from './dawn.testing.ts'
import { vulkanEnvironment } from '../../scripts/vulkan.ts'

const dawn = await dawnForTests()

describe.skipIf(dawn.missing)(`Dawn in Node${dawn.missing ? ` (skipped: ${dawn.missing})` : ''}`, () => {
  it('holds to the reference vectors, with no node on the CPU', async () => {
    const file = JSON.parse(
      readFileSync(new URL('../../reference/sdpo-vectors.json', import.meta.url), 'utf8'),
    ) as Record<string, unknown> & { distill_cases: unknown[] }
    file.distill_cases = file.distill_cases.filter((_, i) => i % 30 === 0)
    const none = () => Promise.reject(new Error('No model.'))
    const { report, failures } = await conform({
      file,
      runtime: async () => dawn.runtime!,
      model: none,
      languageModel: none,
    })
    expect(failures).toEqual([])
    expect(report['distill_cases']).toMatchObject({ cases: 10, failed: 0 })
  }, 300_000)
})

describe('the variables that Vulkan needs', () => {
  it('are not touched where they are given', () => {
    const given = { VK_DRIVER_FILES: '/somewhere/nvidia_icd.json' }
    expect(vulkanEnvironment(given)).not.toHaveProperty('VK_DRIVER_FILES')
  })

  it('go on from the folders that are searched already', () => {
    const { LD_LIBRARY_PATH: path = '/mine:' } = vulkanEnvironment({ LD_LIBRARY_PATH: '/mine' })
    expect(path).toMatch(/^\/mine:/)
  })
})
