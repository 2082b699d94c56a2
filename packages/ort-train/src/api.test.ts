/** API.md is what the docstrings say today. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { apiPage } from '../api.ts'

it('API.md is in step with the docstrings: run `npx tsx packages/ort-train/api.ts`', () => {
  const page = apiPage()
  expect(readFileSync(new URL('../API.md', import.meta.url), 'utf8')).toBe(page)
  for (const name of ['program', 'gradient', 'adamW', 'softmax', 'createWasmRuntime'])
    expect(page).toContain(`### \`${name}\``)
})
